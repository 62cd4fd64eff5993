package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Deadline;
import io.brownout.board.EventSource;
import io.brownout.board.GuestClock;
import io.brownout.card.Card;
import io.brownout.card.CardConnection;
import io.brownout.card.CardHistory;
import io.brownout.filesystem.SectorView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest writes to its card through QEMU's own logger of block writes: two witnesses of one run. */
class BlockLogTest {
    /** U-Boot's own writes: of a file, of the same again, and of one in its place. */
    private static final String WRITING = """
            fatwrite virtio 0:1 0x40200000 first.bin 0x12345
            fatwrite virtio 0:1 0x40300000 second.bin 0x40000
            fatwrite virtio 0:1 0x40400000 first.bin 0x777
            fatrm virtio 0:1 second.bin
            echo device-report: idle slot=A version=1
            while true; do true; done
            """;

    private static final int CHUNK = 2048;

    @TempDir
    private Path folder;

    @Test
    void what_qemu_logged_what_we_logged_and_what_the_card_holds_are_the_same() throws Exception {
        Path image = Guests.running(folder, WRITING);
        Path theirs = Files.createFile(folder.resolve("qemu.log"));
        Path ours = folder.resolve("ours.log");

        try (Card card = Card.of(image).build()) {
            run(card, theirs);

            CardHistory history = card.history();
            assertThat(history.writes()).isPositive();
            history.exportLogWrites(history.last(), ours);
            assertReplays(theirs, image, card.view());
            assertReplays(ours, image, card.view());
        }
    }

    private static void assertReplays(Path log, Path image, SectorView held) {
        try (Card replayed = Card.of(image).build()) {
            replayed.replay(log);
            for (long at = 0; at < held.sectors(); at += CHUNK) {
                assertThat(replayed.view().read(at, CHUNK))
                        .as("sectors from %d of what %s replays to", at, log.getFileName())
                        .isEqualTo(held.read(at, CHUNK));
            }
        }
    }

    private void run(Card card, Path log) throws Exception {
        EventSource unheard = EventSource.unheard("virt");
        try (CardConnection connection = card.plugIn(cut -> {});
                PrivateFolder own = PrivateFolder.create(PrivateFolder.usualParent());
                BoardConsole console =
                        new BoardConsole(ConsoleLog.create(folder, "virt"), new StoryKeeper(), unheard)) {
            Firmware firmware =
                    new FirmwareStage(BoardModel.VIRT).load(CardBootFiles.of(connection.firmwareView()), own.path());
            console.beginBoot("power on");
            try (QemuProcess _ = QemuProcess.start(
                    command(firmware, through(log, connection.socket()), own),
                    BootPlan.PLAIN,
                    own,
                    folder.resolve("errors"),
                    console,
                    Deadline.in(Duration.ofSeconds(30)))) {
                console.expect(Pattern.compile("device-report: idle"), Deadline.in(Duration.ofMinutes(2)));
            }
        }
    }

    private static String through(Path log, Path socket) {
        return "file.driver=blklogwrites,file.log-sector-size=512,file.log-super-update-interval=1"
                + ",file.log.driver=file,file.log.filename=" + log
                + ",file.file.driver=nbd,file.file.server.type=unix,file.file.server.path=" + socket;
    }

    private static QemuCommand command(Firmware firmware, String cardFile, PrivateFolder own) {
        return new QemuCommand(
                QemuInstallation.find().program(),
                BoardModel.VIRT,
                GuestClock.VIRTUAL,
                Accelerator.TCG,
                Instant.parse("2026-01-01T00:00:00Z"),
                1,
                firmware,
                cardFile,
                own.resolve("control.sock"),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
