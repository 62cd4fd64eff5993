package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.Deadline;
import io.brownout.board.GuestClock;
import io.brownout.board.RunEvent.PowerChanged;
import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.card.CardJournal;
import io.brownout.card.RequestKind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A board that goes on from a checkpoint, compared with one that never was stopped: QEMU, with U-Boot as the guest, or the probe. */
@Timeout(240)
class CheckpointTest {
    /** It writes and reads, speaks in between without ending its lines, and is off when it has said its last word. */
    private static final String BUSY = """
            echo device-report: running slot=A version=1
            for i in 1 2 3 4 5 6 7 8 9 a b c d e f g h i j k l m n o; do
              echo -n "round $i "
              fatwrite %1$s %2$s file$i 0x3000
              fatload %1$s 0x03000000 file$i
              crc32 0x03000000 0x3000
            done
            echo device-report: idle slot=A version=1
            %3$s; while true; do true; done
            """.formatted(Guests.FAT, Guests.MEMORY, Guests.POWER_OFF);

    /** In the FAT's free space. */
    private static final int SEEN = 0x1e000;

    /** It is busy, then looks at one sector and says what it saw, and is busy again: a board that is told to stop runs on for some requests, and must not come to its end with them. */
    private static final String LOOKING = """
            for i in 1 2 3 4 5 6 7 8; do fatwrite %1$s %2$s file$i 0x3000; done
            mmc read 0x04000000 0x%4$x 1
            crc32 0x04000000 0x200
            for i in 9 a b c d e f g; do fatwrite %1$s %2$s file$i 0x3000; done
            echo device-report: idle slot=A version=1
            %3$s; while true; do true; done
            """.formatted(Guests.FAT, Guests.MEMORY, Guests.POWER_OFF, SEEN);

    /** It leaves a file on the card and resets; then it finds the file and switches off. The file is a long one: a board that is told to stop runs on for some requests, and must not come to its reset with them. */
    private static final String TWO_BOOTS = """
            if test -e %1$s second; then
              echo device-report: running slot=B version=2
              %3$s; while true; do true; done
            else
              echo device-report: running slot=A version=1
              fatwrite %1$s %2$s second 0x40000
              reset
            fi
            """.formatted(Guests.FAT, Guests.MEMORY, Guests.POWER_OFF);

    @TempDir
    Path folder;

    private final Heard heard = new Heard();
    private final Leftovers leftovers = Leftovers.now();

    @AfterEach
    void nothing_is_left_behind() {
        leftovers.assertNone();
    }

    /** What a life was, as far as it can be compared. */
    private record Lived(List<String> requests, List<String> console, List<String> reports) {}

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1));
    }

    private QemuBoard.Builder board(Card card) {
        return QemuBoard.of(BoardModel.RASPI3B)
                .card(card)
                .runFolder(folder.resolve("out"))
                .events(heard.source("pi"));
    }

    private static Lived lived(Card card, QemuBoard board) {
        return new Lived(
                timeless(card.journal()),
                board.console().lines(),
                board.story().boots().stream()
                        .flatMap(boot -> boot.reports().stream())
                        .map(Object::toString)
                        .toList());
    }

    private static List<String> timeless(CardJournal journal) {
        return journal.requests()
                .map(it ->
                        "%s %d+%d %016x write %d".formatted(it.kind(), it.offset(), it.length(), it.hash(), it.write()))
                .toList();
    }

    /** Lives from power-on until the guest switches the board off. */
    private Lived unbroken(Path image) {
        try (Card card = Card.of(image).build();
                QemuBoard board = board(card).build()) {
            board.start();
            board.power().awaitOff(soon());
            return lived(card, board);
        }
    }

    private Optional<Checkpoint> suspended(Path image, long records) {
        try (Card card = Card.of(image).build();
                QemuBoard board = board(card).build()) {
            Optional<Checkpoint> checkpoint = board.suspend(records, folder.resolve("checkpoints"), soon());
            assertThat(board.power().isOn()).isFalse();
            return checkpoint;
        }
    }

    private Lived resumed(Card card, Checkpoint checkpoint) {
        try (QemuBoard board = board(card).resumeFrom(checkpoint).build()) {
            board.start();
            board.power().awaitOff(soon());
            return lived(card, board);
        }
    }

    private static void assertSame(Lived whole, Lived resumed, String what) {
        assertThat(firstDifference(whole.requests(), resumed.requests()))
                .as(what)
                .isEqualTo("none");
        assertThat(resumed.console()).as(what).isEqualTo(whole.console());
        assertThat(resumed.reports()).as(what).isEqualTo(whole.reports());
    }

    private static String firstDifference(List<String> expected, List<String> actual) {
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String one = i < expected.size() ? expected.get(i) : "the end";
            String other = i < actual.size() ? actual.get(i) : "the end";
            if (!one.equals(other)) {
                return "request %d of %d: %s, then %s".formatted(i, expected.size(), one, other);
            }
        }
        return "none";
    }

    private static long countOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void a_boot_that_was_suspended_anywhere_and_resumed_is_the_boot_that_never_was() throws IOException {
        Path image = Guests.running(folder, BUSY);
        Lived whole = unbroken(image);
        assertThat(whole.reports()).hasSize(2);
        int all = whole.requests().size();

        // The first means the guest's first request: the firmware's reads come before.
        for (long records : List.of(1L, all / 4L, all / 2L, all * 3L / 4)) {
            try (Checkpoint checkpoint = suspended(image, records).orElseThrow();
                    Card card = Card.of(image).build()) {
                assertThat(checkpoint.past().records()).isBetween(records, (long) all);

                assertSame(whole, resumed(card, checkpoint), "suspended after " + records);
                assertThat(checkpoint.bytes()).isPositive();
            }
        }
        assertThat(countOf(folder.resolve("checkpoints"))).isZero();
    }

    @Test
    void many_boards_go_on_from_one_checkpoint_and_one_of_them_can_be_suspended_again() {
        Path image = Guests.running(folder, BUSY);
        Lived whole = unbroken(image);
        int all = whole.requests().size();

        try (Checkpoint early = suspended(image, all / 3).orElseThrow();
                Card first = Card.of(image).build();
                Card second = Card.of(image).build();
                Card third = Card.of(image).build()) {
            Checkpoint late;
            try (QemuBoard board = board(first).resumeFrom(early).build()) {
                late = board.suspend(all * 2L / 3, folder.resolve("checkpoints"), soon())
                        .orElseThrow();
            }
            try (late) {
                assertThat(late.past().records()).isGreaterThan(early.past().records());
                assertSame(whole, resumed(second, late), "late");
            }
            assertSame(whole, resumed(third, early), "early");
        }
    }

    @Test
    void another_card_that_agrees_on_what_was_read_goes_its_own_way_from_there_and_one_that_does_not_is_refused()
            throws IOException {
        Path image = Guests.running(folder, LOOKING);
        Path other = withChanged(SEEN, image);
        Lived whole = unbroken(other);
        assertThat(whole.console()).isNotEqualTo(unbroken(image).console());
        int seen = firstRead(whole, SEEN);

        try (Checkpoint before = suspended(image, seen - 500L).orElseThrow();
                Checkpoint after = suspended(image, seen + 1L).orElseThrow();
                Card card = Card.of(other).build();
                Card late = Card.of(other).build();
                QemuBoard refused = board(late).resumeFrom(after).build()) {
            assertThat(before.past().records()).isLessThanOrEqualTo(seen);

            assertSame(whole, resumed(card, before), "before");
            assertThatThrownBy(refused::start)
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("a read of 1 sectors at " + SEEN);
            assertThat(refused.power().isOn()).isFalse();
        }
    }

    private Path withChanged(int sector, Path image) throws IOException {
        Path changed = Files.copy(image, folder.resolve("changed.img"));
        try (RandomAccessFile file = new RandomAccessFile(changed.toFile(), "rw")) {
            file.seek(sector * 512L);
            file.write(7);
        }
        return changed;
    }

    private static int firstRead(Lived whole, int sector) {
        return whole.requests()
                .indexOf(whole.requests().stream()
                        .filter(it -> it.startsWith("READ %d+".formatted(sector * 512L)))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void a_reset_after_the_checkpoint_begins_at_the_firmware_as_always() {
        Path image = Guests.running(folder, TWO_BOOTS);
        Lived whole = unbroken(image);
        long resetAt = amongTheFirstWrites(whole);

        try (Checkpoint checkpoint = suspended(image, resetAt).orElseThrow();
                Card card = Card.of(image).build()) {
            assertSame(whole, resumed(card, checkpoint), "checkpoint");
        }
    }

    /** Linux from the card, through busybox to its last word; after that it is killed at some time, so nothing after it is compared. */
    @Test
    void linux_goes_on_as_if_nothing_had_happened() throws IOException {
        Image probe = Guests.probe();
        Lived whole = untilIdle(probe, Optional.empty());
        int afterKernel = whole.requests().size() * 99 / 100;

        Checkpoint checkpoint;
        try (Card card = Card.of(probe.path()).build();
                QemuBoard board = board(card).epoch(probe.epoch()).build()) {
            checkpoint = board.suspend(afterKernel, folder.resolve("checkpoints"), soon())
                    .orElseThrow();
        }
        try (checkpoint) {
            assertSame(whole, untilIdle(probe, Optional.of(checkpoint)), "the probe after " + checkpoint.past());
        }
    }

    private Lived untilIdle(Image image, Optional<Checkpoint> from) {
        try (Card card = Card.of(image.path()).build()) {
            QemuBoard.Builder builder = board(card).epoch(image.epoch());
            from.ifPresent(builder::resumeFrom);
            try (QemuBoard board = builder.build()) {
                board.start();
                board.console().expect(Pattern.compile("device-report: idle .*$"), soon());
                board.power().cut();
                return lived(card, board);
            }
        }
    }

    private static long amongTheFirstWrites(Lived whole) {
        List<String> requests = whole.requests();
        int first = 0;
        while (!requests.get(first).startsWith(RequestKind.WRITE.name())) {
            first++;
        }
        return first + 20L;
    }

    @Test
    void a_guest_that_never_comes_so_far_leaves_no_checkpoint() throws IOException {
        assertThat(suspended(Guests.running(folder, BUSY), 1_000_000)).isEmpty();
        Path second = Files.createDirectory(folder.resolve("resets"));
        assertThat(suspended(Guests.running(second, TWO_BOOTS), 1_000_000)).isEmpty();
        assertThat(heard.of(PowerChanged.class))
                .extracting(PowerChanged::reason)
                .anyMatch(it -> it.contains("switched it off"))
                .anyMatch(it -> it.contains("reset by the guest"));

        Path third = Files.createDirectory(folder.resolve("silent"));
        Path silent = Guests.running(third, "while true; do true; done");
        try (Card card = Card.of(silent).build();
                QemuBoard board = board(card).build()) {
            assertThat(board.suspend(1_000_000, folder.resolve("checkpoints"), Deadline.in(Duration.ofSeconds(3))))
                    .isEmpty();
            assertThat(board.power().isOn()).isFalse();
        }
        assertThat(countOf(folder.resolve("checkpoints"))).isZero();
    }

    @Test
    void what_cannot_go_on_is_refused_with_the_reason() {
        Path image = Guests.running(folder, BUSY);
        try (Checkpoint checkpoint = suspended(image, 1).orElseThrow();
                Card card = Card.of(image).build();
                Card wall = Card.of(image).build();
                QemuBoard virt = QemuBoard.of(BoardModel.VIRT)
                        .runFolder(folder.resolve("out"))
                        .build();
                QemuBoard awake = board(wall).clock(GuestClock.WALL).build()) {
            assertThatThrownBy(() -> board(card).seed(2).resumeFrom(checkpoint).build())
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("seed 1");
            assertThatThrownBy(() -> board(card)
                            .epoch(Instant.EPOCH)
                            .resumeFrom(checkpoint)
                            .build())
                    .isInstanceOf(UsageException.class);
            assertThatThrownBy(() -> awake.suspend(1, folder, soon()))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("WALL clock");
            assertThatThrownBy(() -> virt.suspend(1, folder, soon()))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("virt");
        }
    }
}
