package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.EventSource;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.CardFaulted;
import io.brownout.board.UsageException;
import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What faults do to requests while the card has power, seen by a client. */
@Timeout(60)
class LiveFaultsTest {
    private static final int EPERM = 1;
    private static final int EIO = 5;
    private static final byte[] NEW = filled(8);

    @TempDir
    private Path folder;

    private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
    private Path image;

    @BeforeEach
    void makeImage() throws IOException {
        image = CrashScript.image(folder.resolve("card.img"));
    }

    private static byte[] filled(int sectors) {
        byte[] content = new byte[sectors * 512];
        Arrays.fill(content, (byte) 0x5A);
        return content;
    }

    private Card card(String profile) {
        return Card.of(image)
                .partitioned(false)
                .profile(CardProfile.parse(profile))
                .seed(3)
                .events(new EventSource("scenario", "board", InstantSource.system(), events::add))
                .build();
    }

    private interface Session {
        void with(NbdClient client) throws Exception;
    }

    private static void powered(Card card, Session session) throws Exception {
        try (CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            session.with(client);
        }
    }

    private static int write(NbdClient client, long sector, byte[] content) throws IOException {
        client.request(0, NbdClient.WRITE, sector * 512, content.length, content);
        return client.answer();
    }

    private static int read(NbdClient client, long sector, int sectors) throws IOException {
        client.request(0, NbdClient.READ, sector * 512, sectors * 512, new byte[0]);
        int error = client.answer();
        if (error == 0) {
            client.receive(sectors * 512);
        }
        return error;
    }

    private static long[] held(Card card) {
        return CrashScript.tags(card.view().read(0, CrashScript.SECTORS));
    }

    private List<String> shown() {
        return events.stream()
                .filter(CardFaulted.class::isInstance)
                .map(it -> ((CardFaulted) it).fault() + " " + ((CardFaulted) it).what())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {NbdClient.TRIM, NbdClient.WRITE_ZEROES})
    void an_erase_that_does_nothing_is_acknowledged_and_the_old_content_stays(int command) throws Exception {
        try (Card card = card("erase-noop")) {
            powered(card, client -> {
                client.perform(command, 100 * 512, 50 * 512);
                client.write(0, NEW);
            });

            assertThat(held(card)[100]).isEqualTo(CrashScript.originTag(100));
            assertThat(card.view().read(0, 8)).isEqualTo(NEW);
            assertThat(card.journal().requests().map(CardRequest::kind))
                    .contains(RequestKind.NOT_DONE)
                    .doesNotContain(RequestKind.TRIM, RequestKind.WRITE_ZEROES);
            assertThat(shown()).singleElement().asString().contains("erase-noop", "acknowledged, and not done");
        }
    }

    @Test
    void a_program_that_does_nothing_keeps_the_old_content_of_weak_units_only_and_the_journal_says_so()
            throws Exception {
        try (Card card = card("program-noop:unit=4KiB,one-of=4")) {
            powered(card, client -> {
                client.write(0, filled(1024));
                client.perform(NbdClient.FLUSH, 0, 0);
            });

            long[] held = held(card);
            long kept = 0;
            for (int unit = 0; unit < 128; unit++) {
                boolean isOld = held[unit * 8] == CrashScript.originTag(unit * 8);
                for (int sector = unit * 8; sector < unit * 8 + 8; sector++) {
                    assertThat(held[sector] == CrashScript.originTag(sector))
                            .as("sector %d", sector)
                            .isEqualTo(isOld);
                }
                kept += isOld ? 1 : 0;
            }
            assertThat(kept).as("weak units of 128, of which one in 4 is").isBetween(15L, 55L);
            assertThat(card.journal()
                            .requests()
                            .filter(it -> it.kind() == RequestKind.AFTERMATH)
                            .mapToLong(CardRequest::sectors)
                            .sum())
                    .isEqualTo(kept * 8);
        }
    }

    @Test
    void weak_places_are_the_same_for_the_same_seed_and_lie_where_they_are_asked_for() throws Exception {
        long[][] held = new long[2][];
        for (int run = 0; run < 2; run++) {
            try (Card card = card("program-noop:unit=4KiB,one-of=2,from=128KiB,to=256KiB")) {
                powered(card, client -> client.write(0, filled(1024)));
                held[run] = held(card);
            }
        }

        assertThat(held[1]).isEqualTo(held[0]);
        assertThat(Arrays.copyOfRange(held[0], 0, 256)).doesNotContain(CrashScript.originTag(8));
        assertThat(Arrays.stream(held[0], 256, 512)
                        .filter(it -> it > 1_000_000_000L && it < 1_000_100_000L)
                        .count())
                .isBetween(32L, 224L);
        assertThat(Arrays.stream(held[0], 512, 1024).distinct().count()).isEqualTo(1);
    }

    @Test
    void a_weak_page_reads_well_once_and_then_no_more_until_it_is_written_anew() throws Exception {
        try (Card card = card("read-flaky:page=4KiB,one-of=1")) {
            powered(card, client -> {
                assertThat(read(client, 16, 8)).isZero();
                assertThat(read(client, 24, 8)).isZero();
                assertThat(read(client, 20, 2)).isEqualTo(EIO);
            });
            powered(card, client -> {
                assertThat(read(client, 16, 8)).as("after a loss of power").isEqualTo(EIO);
                assertThat(write(client, 16, NEW)).isZero();
                assertThat(read(client, 16, 8)).isZero();
                assertThat(read(client, 16, 8)).isEqualTo(EIO);
            });
        }
    }

    @Test
    void a_card_that_has_grown_old_can_only_be_read() throws Exception {
        try (Card card = card("read-only:after=8KiB")) {
            powered(card, client -> {
                assertThat(write(client, 0, NEW)).isZero();
                assertThat(write(client, 8, NEW)).isZero();
                assertThat(write(client, 16, NEW)).isEqualTo(EPERM);
                assertThat(read(client, 0, 8)).isZero();
                client.perform(NbdClient.FLUSH, 0, 0);
            });
            powered(
                    card,
                    client -> assertThat(write(client, 0, NEW))
                            .as("after a loss of power")
                            .isEqualTo(EPERM));

            assertThat(held(card)[16]).isEqualTo(CrashScript.originTag(16));
            assertThat(card.view().read(8, 8)).isEqualTo(NEW);
            assertThat(shown()).hasSize(2).allSatisfy(it -> assertThat(it).contains("read-only", "refused with EPERM"));
        }
    }

    @Test
    void a_dead_card_refuses_everything() throws Exception {
        try (Card card = card("dead:after=4KiB")) {
            powered(card, client -> {
                assertThat(write(client, 0, NEW)).isZero();
                assertThat(write(client, 0, NEW)).isEqualTo(EIO);
                assertThat(read(client, 0, 8)).isEqualTo(EIO);
                client.request(0, NbdClient.FLUSH, 0, 0, new byte[0]);
                assertThat(client.answer()).isEqualTo(EIO);
            });
        }
    }

    @Test
    void a_dead_card_that_answers_nothing_does_not_hold_up_whoever_takes_its_power() throws Exception {
        try (Card card = card("dead:after=0B,answers=nothing")) {
            powered(card, client -> client.request(0, NbdClient.WRITE, 0, NEW.length, NEW));

            assertThat(held(card)[0]).isEqualTo(CrashScript.originTag(0));
        }
    }

    @Test
    void without_spare_blocks_units_that_were_written_go_on_and_new_ones_fail() throws Exception {
        try (Card card = card("full-spare:after=4KiB,unit=64KiB")) {
            powered(card, client -> {
                assertThat(write(client, 0, NEW)).isZero();
                assertThat(write(client, 100, NEW)).as("the same unit").isZero();
                assertThat(write(client, 128, NEW)).as("a new unit").isEqualTo(EIO);
                assertThat(write(client, 124, NEW))
                        .as("reaches into a new unit")
                        .isEqualTo(EIO);
                assertThat(write(client, 0, NEW)).isZero();
            });
        }
    }

    @Test
    void a_slow_card_takes_its_time() throws Exception {
        try (Card card = card("slow:read=0ms,write=60ms,flush=0ms")) {
            powered(card, client -> {
                long before = System.nanoTime();
                assertThat(write(client, 0, NEW)).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
            });
            assertThat(card.view().read(0, 8)).isEqualTo(NEW);
        }
    }

    @Test
    void a_card_is_stuck_each_time_so_much_has_been_written() throws Exception {
        try (Card card = card("stuck-busy:every=8KiB,time=80ms")) {
            List<Boolean> waited = new ArrayList<>();
            powered(card, client -> {
                for (int i = 0; i < 4; i++) {
                    long before = System.nanoTime();
                    assertThat(write(client, 0, NEW)).isZero();
                    waited.add(
                            System.nanoTime() - before >= Duration.ofMillis(80).toNanos());
                }
            });
            assertThat(waited.get(1)).isTrue();
            assertThat(waited.get(3)).isTrue();
            assertThat(shown()).singleElement().asString().contains("stuck-busy", "had to wait for 80ms");
        }
    }

    @Test
    void the_plug_that_is_pulled_on_a_slow_card_catches_the_write_in_flight() throws Exception {
        try (Card card = card("torn-command+slow:write=600s")) {
            powered(card, client -> {
                client.request(0, NbdClient.WRITE, 0, 1000 * 512, filled(1000));
                while (shown().isEmpty()) {
                    Thread.onSpinWait();
                }
            });

            long[] held = held(card);
            int landed = 0;
            while (held[landed] != CrashScript.originTag(landed)) {
                landed++;
            }
            assertThat(landed).as("sectors of the request that landed").isBetween(1, 999);
            assertThat(held[999]).isEqualTo(CrashScript.originTag(999));
        }
    }

    @Test
    void a_card_that_hangs_refuses_everything_until_a_firmware_initialises_it() throws Exception {
        try (Card card = card("ideal");
                CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            assertThat(write(client, 0, NEW)).isZero();

            card.hang();

            assertThat(write(client, 100, NEW)).isEqualTo(EIO);
            assertThat(read(client, 0, 8)).isEqualTo(EIO);
            client.request(0, NbdClient.FLUSH, 0, 0, new byte[0]);
            assertThat(client.answer()).as("a flush").isEqualTo(EIO);
            assertThat(held(card)[100]).isEqualTo(CrashScript.originTag(100));
            assertThat(card.journal().requests().map(CardRequest::kind)).endsWith(RequestKind.NOT_DONE);
            assertThat(card.journal().writes()).isEqualTo(1);
            assertThat(shown()).singleElement().asString().contains("hang");

            assertThat(connection.firmwareView().read(0, 8)).isEqualTo(NEW);
            assertThat(write(client, 100, NEW)).isZero();
            assertThat(read(client, 100, 8)).isZero();
        }
    }

    @Test
    void a_card_that_hangs_is_well_again_when_its_power_comes_on_and_one_without_power_cannot_hang() throws Exception {
        try (Card card = card("ideal")) {
            powered(card, client -> card.hang());
            powered(card, client -> assertThat(write(client, 0, NEW)).isZero());

            assertThatThrownBy(card::hang).isInstanceOf(UsageException.class).hasMessageContaining("has no power");
        }
    }
}
