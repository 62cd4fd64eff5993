package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.Board;
import io.brownout.board.ConsoleClosedException;
import io.brownout.board.Deadline;
import io.brownout.board.GuestClock;
import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent.BoardReady;
import io.brownout.board.RunEvent.PowerChanged;
import io.brownout.board.Slot;
import io.brownout.board.UsageException;
import io.brownout.card.Card;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real board: QEMU, with U-Boot as the whole guest. */
@Timeout(120)
class QemuBoardTest {
    private static final Pattern RUNNING = Pattern.compile("device-report: running");

    /** First it leaves a file on the card and resets; then it finds the file and switches off. */
    private static final String TWO_BOOTS = """
            if test -e %1$s second; then
              echo device-report: running slot=B version=2
              %3$s
            else
              fatwrite %1$s %2$s second 4
              echo device-report: running slot=A version=1
              reset
            fi
            """.formatted(Guests.FAT, Guests.MEMORY, Guests.POWER_OFF);

    /** It writes for ever. */
    private static final String BUSY = """
            echo device-report: running slot=A version=1
            while true; do fatwrite %1$s %2$s file 200; fatwrite %1$s %2$s file 400; done
            """.formatted(Guests.FAT, Guests.MEMORY);

    @TempDir
    Path folder;

    private final Heard heard = new Heard();
    private final Leftovers leftovers = Leftovers.now();

    @AfterEach
    void nothing_is_left_behind() {
        leftovers.assertNone();
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1));
    }

    private QemuBoard board(Card card) {
        return QemuBoard.of(BoardModel.RASPI3B)
                .card(card)
                .runFolder(folder.resolve("out"))
                .events(heard.source("pi"))
                .build();
    }

    @Test
    void five_lines_boot_a_board() {
        try (Card card = Card.of(Guests.running(folder, BUSY)).build();
                Board board = QemuBoard.of(BoardModel.RASPI3B)
                        .card(card)
                        .runFolder(folder)
                        .build()) {
            board.start();
            board.console().expect(RUNNING, soon());
            assertThat(board.story().lastBoot().orElseThrow().version()).contains("1");
        }
    }

    @Test
    void a_guest_that_resets_boots_again_from_what_its_card_holds_now_and_one_that_switches_off_is_off() {
        try (Card card = Card.of(Guests.running(folder, TWO_BOOTS)).build();
                QemuBoard board = board(card)) {
            board.start();
            board.power().awaitOff(soon());

            assertThat(board.power().isOn()).isFalse();
            assertThat(board.story().boots())
                    .extracting(boot -> boot.version().orElse(""))
                    .containsExactly("1", "2");
            assertThat(heard.powerChanges()).containsExactly("ON 1", "REBOOT 2", "OFF 2");
            assertThat(heard.of(BoardReady.class))
                    .extracting(BoardReady::consoleLog)
                    .containsExactly("consoles/pi.log");
        }
    }

    @Test
    void a_cut_board_is_off_at_once_and_boots_again_when_it_is_switched_on() {
        try (Card card = Card.of(Guests.running(folder, BUSY)).build();
                QemuBoard board = board(card)) {
            board.start();
            board.console().expect(RUNNING, soon());
            board.power().cut();

            assertThat(board.power().isOn()).isFalse();
            assertThatThrownBy(() -> board.console().expect(Pattern.compile("never"), soon()))
                    .isInstanceOf(ConsoleClosedException.class)
                    .hasMessageContaining("cut by the harness");
            board.power().on();
            board.console().expect(RUNNING, soon());
            assertThat(heard.powerChanges()).containsExactly("ON 1", "CUT 1", "ON 2");
        }
    }

    @Test
    void a_cut_that_the_card_decides_ends_whoever_waits_for_the_console() {
        try (Card card = Card.of(Guests.running(folder, BUSY)).build();
                QemuBoard board = board(card)) {
            card.cutAfterWrite(20);
            board.start();

            assertThatThrownBy(() -> board.console().expect(Pattern.compile("never"), soon()))
                    .isInstanceOf(ConsoleClosedException.class)
                    .hasMessageContaining("the card decided: write 20");
            board.power().awaitOff(soon());
            assertThat(card.journal().writes()).isEqualTo(20);
            assertThat(heard.of(PowerChanged.class))
                    .last()
                    .satisfies(it -> assertThat(it.reason()).contains("write 20"));
        }
    }

    @Test
    void a_qemu_that_dies_by_itself_is_the_harnesss_failure() {
        try (Card card = Card.of(Guests.running(folder, BUSY)).build();
                QemuBoard board = board(card)) {
            board.start();
            board.console().expect(RUNNING, soon());
            ProcessHandle.current()
                    .descendants()
                    .filter(it -> it.info().command().orElse("").contains("qemu-system"))
                    .forEach(ProcessHandle::destroyForcibly);

            assertThatThrownBy(() -> board.console().expect(Pattern.compile("never"), soon()))
                    .isInstanceOf(HarnessException.class)
                    .hasMessageContaining("QEMU died with status 137");
            assertThatThrownBy(() -> board.power().awaitOff(soon())).isInstanceOf(HarnessException.class);
        }
    }

    @Test
    void a_board_whose_card_lost_its_boot_files_stays_dark_and_says_so() {
        String script = """
                fatrm %1$s u-boot-rpi3.bin
                echo device-report: running slot=A version=1
                reset
                """.formatted(Guests.FAT);
        try (Card card = Card.of(Guests.running(folder, script)).build();
                QemuBoard board = board(card)) {
            board.start();

            assertThatThrownBy(() -> board.console().expect(Pattern.compile("version=2"), soon()))
                    .isInstanceOf(ConsoleClosedException.class)
                    .hasMessageContaining("u-boot-rpi3.bin");
            assertThat(board.story().lastBoot().orElseThrow().last("firmware", "result=dark"))
                    .isPresent();
            assertThat(heard.powerChanges()).containsExactly("ON 1", "REBOOT 2", "OFF 2");
            board.power().on();
            assertThat(board.power().isOn()).isFalse();
        }
    }

    @Test
    void an_image_that_never_could_start_is_refused_with_the_reason() {
        Path image = Guests.running(folder, BUSY);
        Guests.delete(image, "bcm2837-rpi-3-b.dtb");
        try (Card card = Card.of(image).build();
                QemuBoard board = board(card)) {
            assertThatThrownBy(board::start)
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("the device tree bcm2837-rpi-3-b.dtb");
        }
    }

    @Test
    void keys_reach_a_board_on_the_wall_clock() {
        try (Card card = Card.of(Guests.running(folder, "echo ready")).build();
                QemuBoard board = QemuBoard.of(BoardModel.RASPI3B)
                        .card(card)
                        .clock(GuestClock.WALL)
                        .runFolder(folder)
                        .build()) {
            board.start();
            board.console().expect(Pattern.compile("^ready"), soon());
            board.console().expect(Pattern.compile("U-Boot> "), soon());
            board.console().type("echo typed a${bootdelay}b");

            board.console().expect(Pattern.compile("^typed a-2b"), soon());
        }
    }

    @Test
    void a_forwarded_port_stays_the_same_over_a_reset() {
        try (Card card = Card.of(Guests.running(folder, TWO_BOOTS)).build();
                QemuBoard board = QemuBoard.of(BoardModel.RASPI3B)
                        .card(card)
                        .clock(GuestClock.WALL)
                        .forward(22222)
                        .runFolder(folder)
                        .events(heard.source("pi"))
                        .build()) {
            board.start();
            InetSocketAddress first = board.network().forwarded(22222);
            board.power().awaitOff(soon());

            assertThat(heard.powerChanges()).containsExactly("ON 1", "REBOOT 2", "OFF 2");
            assertThat(board.network().forwarded(22222)).isEqualTo(first);
        }
    }

    @Test
    void an_interrupted_thread_can_put_its_board_away() {
        try (Card card = Card.of(Guests.running(folder, BUSY)).build()) {
            QemuBoard board = board(card);
            board.start();
            Thread.currentThread().interrupt();
            board.close();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(board.power().isOn()).isFalse();
        }
    }

    @Test
    void virt_boots_the_same_card() {
        Image probe = Guests.probe();
        try (Card card = Card.of(probe.path()).build();
                QemuBoard board = QemuBoard.of(BoardModel.VIRT)
                        .card(card)
                        .epoch(probe.epoch())
                        .runFolder(folder)
                        .build()) {
            board.start();
            board.console().expect(RUNNING, soon());

            assertThat(board.story().lastBoot().orElseThrow().slot()).contains(Slot.A);
        }
    }

    @Test
    void a_card_is_changed_with_the_power_off_only() {
        try (Card card = Card.of(Guests.running(folder, BUSY)).build();
                QemuBoard board = board(card)) {
            board.start();
            assertThatThrownBy(() -> board.cardSlot().eject()).isInstanceOf(UsageException.class);
            board.power().cut();

            assertThat(board.cardSlot().eject()).isEqualTo(card);
            assertThatThrownBy(board::start).isInstanceOf(UsageException.class).hasMessageContaining("has no card");
        }
    }

    @Test
    void closing_twice_is_harmless() {
        try (Card card = Card.of(Guests.running(folder, BUSY)).build()) {
            QemuBoard board = board(card);
            board.start();
            board.close();
            board.close();

            assertThat(heard.of(PowerChanged.class))
                    .last()
                    .satisfies(it -> assertThat(it.reason()).isEqualTo("the board is put away"));
        }
    }
}
