package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.ConsoleTimeoutException;
import io.brownout.board.Deadline;
import io.brownout.board.GuestClock;
import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent;
import io.brownout.board.UsageException;
import io.brownout.card.Card;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user can get wrong, and what this machine can: one line each, and nothing left behind. */
@Timeout(120)
class BadInputTest {
    private static final String SILENT = "while true; do true; done";

    @TempDir
    Path folder;

    private Leftovers leftovers;

    @BeforeEach
    void look() {
        Guests.probe();
        leftovers = Leftovers.now();
    }

    @AfterEach
    void nothing_is_left_behind() {
        leftovers.assertNone();
    }

    private static void assertOneLine(Throwable thrown, Class<? extends Throwable> kind, String... words) {
        assertThat(thrown).isInstanceOf(kind).hasMessageNotContaining("\n").hasMessageContainingAll(words);
    }

    private Path program(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("qemu-system-aarch64"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void a_file_that_is_no_image() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "x".repeat(4096));

        assertThatThrownBy(() -> ImageFile.open(file))
                .satisfies(it -> assertOneLine(it, UsageException.class, "notes.txt", "is no card image"));
        assertThatThrownBy(() -> ImageFile.open(folder.resolve("gone.img")))
                .satisfies(it -> assertOneLine(it, UsageException.class, "gone.img", "found no file"));
    }

    @Test
    void an_image_that_is_still_packed() throws IOException {
        Path file = Files.write(folder.resolve("card.img.xz"), new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 0});

        assertThatThrownBy(() -> ImageFile.open(file))
                .satisfies(it -> assertOneLine(it, UsageException.class, "compressed with xz", "xz -dk"));
    }

    @Test
    void an_image_that_is_truncated() throws IOException {
        Path image = Guests.blank(folder);
        try (var file = new java.io.RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }

        assertThatThrownBy(() -> ImageFile.open(image))
                .satisfies(it -> assertOneLine(it, UsageException.class, "truncated", "67108864", "33554432"));
    }

    @Test
    void a_whole_image_of_the_users_boots() {
        Path file = Guests.running(folder, "echo device-report: running slot=A version=1\n" + SILENT);

        Image image = ImageFile.open(file);

        assertThat(image.partitions())
                .containsExactly(new Image.ImagePartition(1, Optional.empty(), "partition-1", "0x0e", 8192, 122880));
        try (Card card = Card.of(image.path()).build();
                QemuBoard board = QemuBoard.of(BoardModel.RASPI3B)
                        .card(card)
                        .epoch(image.epoch())
                        .runFolder(folder)
                        .build()) {
            board.start();
            board.console().expect(Pattern.compile("device-report: running"), Deadline.in(Duration.ofMinutes(1)));
        }
    }

    @Test
    void a_card_that_is_too_small() {
        Path image = Guests.blank(folder);

        assertThatThrownBy(() -> Card.of(image).size(32 << 20).build())
                .satisfies(it -> assertOneLine(it, UsageException.class, "too small"));
    }

    @Test
    void a_qemu_that_is_missing() {
        assertThatThrownBy(() -> QemuInstallation.find(List.of(folder)))
                .satisfies(it -> assertOneLine(
                        it, UsageException.class, "qemu-system-aarch64", "Debian's package qemu-system-arm"));
    }

    @Test
    void a_qemu_that_is_no_qemu() throws IOException {
        program("#!/bin/sh\necho hello\n");

        assertThatThrownBy(() -> QemuInstallation.find(List.of(folder)))
                .satisfies(it -> assertOneLine(it, HarnessException.class, "hello", "expected a version"));
    }

    @Test
    void nothing_is_plugged_into_a_board_on_the_virtual_clock() {
        assertThatThrownBy(() -> QemuBoard.of(BoardModel.VIRT)
                        .runFolder(folder)
                        .serialAdapter()
                        .build())
                .satisfies(it -> assertOneLine(it, UsageException.class, "virt", "WALL clock"));
    }

    @Test
    void nothing_is_plugged_into_a_board_that_is_off_or_has_no_port_for_it() {
        try (QemuBoard off = wall().serialAdapter().build();
                QemuBoard portless = wall().build()) {
            assertThatThrownBy(off::plugSerialAdapter)
                    .satisfies(it -> assertOneLine(it, UsageException.class, "is off", "switch it on"));
            assertThatThrownBy(portless::plugSerialAdapter)
                    .satisfies(it -> assertOneLine(it, UsageException.class, "virt", "serialAdapter()"));
        }
    }

    private QemuBoard.Builder wall() {
        return QemuBoard.of(BoardModel.VIRT).clock(GuestClock.WALL).runFolder(folder);
    }

    @Test
    void a_machine_that_qemu_does_not_know() {
        BoardModel pi = BoardModel.RASPI3B;
        BoardModel unknown = new BoardModel(
                "raspi9",
                List.of("-M", "raspi9"),
                List.of(),
                pi.clocks(),
                1,
                pi.card(),
                pi.cardSize(),
                pi.networkDevice(),
                pi.usbHost(),
                pi.handover(),
                Set.of("pi3"),
                Set.of(),
                pi.capabilities(),
                pi.resumption());
        try (Card card = Card.of(Guests.running(folder, SILENT)).build();
                QemuBoard board =
                        QemuBoard.of(unknown).card(card).runFolder(folder).build()) {
            assertThatThrownBy(board::start)
                    .satisfies(it -> assertOneLine(
                            it,
                            HarnessException.class,
                            "QEMU ended at start with status 1",
                            "unsupported machine type"));
            assertThat(board.power().isOn()).isFalse();
        }
    }

    @Test
    void a_qemu_that_starts_and_says_why_it_cannot_go_on() throws IOException {
        Path mute = program("#!/bin/sh\necho out of order >&2\nexit 7\n");
        try (Card card = Card.of(Guests.running(folder, SILENT)).build();
                QemuBoard board = QemuBoard.of(BoardModel.RASPI3B)
                        .qemu(new QemuInstallation(mute, "0"))
                        .card(card)
                        .runFolder(folder)
                        .build()) {
            assertThatThrownBy(board::start)
                    .satisfies(it -> assertOneLine(it, HarnessException.class, "status 7", "out of order"));
        }
    }

    @Test
    void a_qemu_that_never_answers_is_killed() throws IOException {
        Path mute = program("#!/bin/sh\nexec sleep 600\n");
        try (Card card = Card.of(Guests.running(folder, SILENT)).build();
                QemuBoard board = QemuBoard.of(BoardModel.RASPI3B)
                        .qemu(new QemuInstallation(mute, "0"))
                        .startWithin(Duration.ofSeconds(1))
                        .card(card)
                        .runFolder(folder)
                        .build()) {
            assertThatThrownBy(board::start)
                    .satisfies(it -> assertOneLine(
                            it,
                            HarnessException.class,
                            "QEMU did not answer at start",
                            "did not connect",
                            "within 1 s",
                            "it said: nothing"));
            assertThat(board.power().isOn()).isFalse();
        }
    }

    /** The first QEMU asks for the same port twice, and so meets a port that was free when we looked. */
    @Test
    void a_port_that_is_stolen_before_qemu_has_it_is_replaced_and_the_second_choice_is_told() throws IOException {
        Path robbed = program("""
                #!/bin/sh
                if mkdir "$0.robbed" 2>/dev/null; then
                    port=$(printf '%%s\\n' "$@" | sed -n 's/.*hostfwd=tcp:127.0.0.1:\\([0-9]*\\)-.*/\\1/p')
                    set -- -netdev "user,id=thief,hostfwd=tcp:127.0.0.1:$port-:1" "$@"
                fi
                exec %s "$@"
                """.formatted(QemuInstallation.find().program()));
        Heard heard = new Heard();
        try (Card card = Card.of(Guests.running(folder, SILENT)).build();
                QemuBoard board = QemuBoard.of(BoardModel.RASPI3B)
                        .qemu(new QemuInstallation(robbed, "0"))
                        .card(card)
                        .clock(GuestClock.WALL)
                        .forward(22222)
                        .runFolder(folder)
                        .events(heard.source("pi"))
                        .build()) {
            board.start();

            try (Socket socket = new Socket()) {
                socket.connect(board.network().forwarded(22222), 5000);
                assertThat(socket.isConnected()).isTrue();
            }
            assertThat(heard.of(RunEvent.Retried.class))
                    .singleElement()
                    .satisfies(it -> assertThat(it.why()).contains("Could not set up host forwarding rule"));
        }
    }

    @Test
    void a_console_that_says_nothing() {
        try (Card card = Card.of(Guests.running(folder, SILENT)).build();
                QemuBoard board = QemuBoard.of(BoardModel.RASPI3B)
                        .card(card)
                        .runFolder(folder)
                        .build()) {
            board.start();
            board.console().expect(Pattern.compile("Executing script"), Deadline.in(Duration.ofMinutes(1)));

            assertThatThrownBy(() -> board.console()
                            .expect(Pattern.compile("device-report"), Deadline.in(Duration.ofSeconds(1))))
                    .isInstanceOf(ConsoleTimeoutException.class)
                    .hasMessageContainingAll(
                            "not seen within 1 s", board.consoleLog().toString(), "Executing script");
        }
    }

    @Test
    void a_port_in_use() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Card card = Card.of(Guests.running(folder, SILENT)).build();
                QemuBoard board = QemuBoard.of(BoardModel.RASPI3B)
                        .card(card)
                        .clock(GuestClock.WALL)
                        .forward(taken.getLocalPort(), 22222)
                        .runFolder(folder)
                        .build()) {
            assertThatThrownBy(board::start)
                    .satisfies(it ->
                            assertOneLine(it, UsageException.class, "port " + taken.getLocalPort(), "ask for another"));
            assertThat(board.power().isOn()).isFalse();
        }
    }

    @Test
    void a_free_port_is_chosen_if_none_is_asked_for() throws IOException {
        try (Card card = Card.of(Guests.running(folder, SILENT)).build();
                QemuBoard board = QemuBoard.of(BoardModel.RASPI3B)
                        .card(card)
                        .clock(GuestClock.WALL)
                        .forward(22222)
                        .runFolder(folder)
                        .build()) {
            board.start();

            try (Socket socket = new Socket()) {
                socket.connect(board.network().forwarded(22222), 5000);
                assertThat(socket.isConnected()).isTrue();
            }
            assertThatThrownBy(() -> board.network().forwarded(80)).isInstanceOf(UsageException.class);
        }
    }

    @Test
    void a_network_on_the_virtual_clock() {
        assertThatThrownBy(() -> QemuBoard.of(BoardModel.RASPI3B)
                        .forward(22222)
                        .runFolder(folder)
                        .build())
                .satisfies(it -> assertOneLine(it, UsageException.class, "WALL clock"));
    }

    @Test
    void a_run_folder_that_cannot_be_written() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(
                        () -> QemuBoard.of(BoardModel.RASPI3B).runFolder(file).build())
                .satisfies(it -> assertOneLine(it, HarnessException.class, "give --out a folder"));
    }
}
