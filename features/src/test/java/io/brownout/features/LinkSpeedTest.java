package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.brownout.board.Deadline;
import io.brownout.board.GuestClock;
import io.brownout.card.Card;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.Image;
import io.brownout.qemu.ImageName;
import io.brownout.qemu.ImageStore;
import io.brownout.qemu.QemuBoard;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the link without faults costs against QEMU's user network: the figures of docs/networks.md. */
@Tag("nightly")
class LinkSpeedTest {
    private static final int RUNS = 7;
    private static final int MIB = 32;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern ROUND_TRIP = Pattern.compile("time=([0-9.]+) ms");

    private final Image image = new ImageStore(Path.of("../qemu-boards/images"), ImageStore.usualCache(), line -> {})
            .image(ImageName.parse("resinos:2.0.0+rev1"));

    private final RemoteShell shell = RemoteShell.withNewKey();

    @TempDir
    private Path folder;

    /** Medians. */
    private record Figures(double mebibytesPerSecond, double roundTripMillis) {}

    @Test
    void a_link_without_faults_is_hardly_slower_than_the_user_network() throws IOException {
        assumeThat(System.getProperty("user.name"))
                .as("network namespaces take root")
                .isEqualTo("root");
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("file").toFile(), "rw")) {
            file.setLength((long) MIB << 20);
        }
        try (ReleaseServer server = ReleaseServer.offering(folder);
                SiteNetwork site = SiteNetwork.create(1)) {
            site.publish(server.address().getPort());
            Figures user = measured(
                    builder().forward(Workbench.SSH),
                    "http://10.0.2.2:%d/file".formatted(server.address().getPort()),
                    "10.0.2.2");
            Figures link =
                    measured(builder().uplink(site), "http://%s/file".formatted(SiteNames.RELEASES), SiteNetwork.WORLD);
            System.out.printf("user network: %s%nlink: %s%n", user, link);

            assertThat(link.mebibytesPerSecond()).isGreaterThan(user.mebibytesPerSecond() / 3);
            assertThat(link.roundTripMillis()).isLessThan(user.roundTripMillis() + 5);
        }
    }

    private QemuBoard.Builder builder() {
        return QemuBoard.of(BoardModel.VIRT)
                .clock(GuestClock.WALL)
                .epoch(image.epoch())
                .runFolder(folder);
    }

    private Figures measured(QemuBoard.Builder builder, String file, String host) {
        try (Card card = Card.of(image.path()).build()) {
            ConfigJson.edit(
                    card, config -> config.withObject("/os").putArray("sshKeys").add(shell.authorizedKey()));
            try (QemuBoard board = builder.card(card).build()) {
                board.start();
                board.await(Deadline.in(PATIENCE), "idle");
                return new Figures(
                        median(IntStream.range(0, RUNS).mapToDouble(run -> MIB / secondsFor(board, file))),
                        median(roundTrips(board, host)));
            }
        }
    }

    private double secondsFor(QemuBoard board, String file) {
        String[] said = said(board, "cat /proc/uptime; wget -q -O /dev/null %s; cat /proc/uptime".formatted(file))
                .split("\\s+");
        return Double.parseDouble(said[2]) - Double.parseDouble(said[0]);
    }

    private DoubleStream roundTrips(QemuBoard board, String host) {
        Matcher matcher = ROUND_TRIP.matcher(said(board, "ping -c 50 -i 0.1 " + host));
        return matcher.results().mapToDouble(result -> Double.parseDouble(result.group(1)));
    }

    private String said(QemuBoard board, String command) {
        RemoteShell.Answer answer = shell.run(board.network().forwarded(Workbench.SSH), command, Deadline.in(PATIENCE));
        assertThat(answer.status()).as(answer.text()).isZero();
        return answer.text();
    }

    private static double median(DoubleStream figures) {
        double[] sorted = figures.sorted().toArray();
        assertThat(sorted).as("what was measured").isNotEmpty();
        return sorted[sorted.length / 2];
    }
}
