package io.brownout.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.qemu.Image;
import io.brownout.qemu.ImageName;
import io.brownout.qemu.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole program where the machine or the image cannot do what was asked: one line, an exit code, the same line in run.json, and no process, socket or temporary file left behind. */
@Timeout(300)
class RefusalTest {
    private static final String CARD_FAT = "@@4M";
    /** {@code b .}: what runs this says nothing and never ends. */
    private static final byte[] BRANCH_TO_ITSELF = {0, 0, 0, 0x14};

    @TempDir
    private Path folder;

    private Path temporary;
    private Image probe;

    @BeforeEach
    void prepare() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
        probe = new ImageStore(Path.of("../qemu-boards/images"), ImageStore.usualCache(), System.err::println)
                .image(ImageName.parse("probe:1"));
    }

    @Test
    void a_machine_without_qemu() throws Exception {
        Path nothing = Files.createDirectory(folder.resolve("bin"));

        Answer answer = answer(Map.of("PATH", nothing.toString()), "boot", "probe:1");

        answer.assertRefused(2, "qemu-system-aarch64 is not in", "install Debian's package qemu-system-arm");
    }

    @Test
    void a_scenario_on_a_machine_without_qemu() throws Exception {
        Path nothing = Files.createDirectory(folder.resolve("bin"));

        Answer answer = answer(Map.of("PATH", nothing.toString()), "run", feature(), "--jobs", "1");

        assertThat(answer.exitCode()).isEqualTo(3);
        assertThat(answer.said()).anyMatch(line -> line.contains("install Debian's package qemu-system-arm"));
        assertThat(answer.run()).contains("\"verdict\" : \"error\"");
        assertNothingIsLeft();
    }

    @Test
    void a_qemu_that_dies_at_start() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path qemu = Files.writeString(bin.resolve("qemu-system-aarch64"), """
                #!/bin/sh
                [ "$1" = --version ] && echo "QEMU emulator version 7.2.22" && exit 0
                echo "out of order" >&2
                exit 7
                """);
        Files.setPosixFilePermissions(qemu, PosixFilePermissions.fromString("rwxr-xr-x"));

        Answer answer = answer(Map.of("PATH", bin + ":" + System.getenv("PATH")), "boot", "probe:1");

        answer.assertRefused(3, "QEMU ended at start with status 7", "out of order", "./brownout doctor");
    }

    @Test
    void a_card_without_a_device_tree() throws Exception {
        Path image = ownImage();
        call("mdel", "-i", image + CARD_FAT, "::bcm2837-rpi-3-b.dtb");

        Answer answer = answer(Map.of(), "boot", "--image", image.toString());

        answer.assertRefused(2, "the device tree bcm2837-rpi-3-b.dtb", "mend its boot partition");
    }

    @Test
    void a_console_that_says_nothing() throws Exception {
        Path image = ownImage();
        Path silent = Files.write(folder.resolve("silent"), BRANCH_TO_ITSELF);
        call("mcopy", "-o", "-i", image + CARD_FAT, silent.toString(), "::u-boot-rpi3.bin");

        Answer answer = answer(Map.of(), "boot", "--image", image.toString(), "--within", "2");

        answer.assertRefused(3, "not seen within 2 s", "raspi3b.log", "name the board's serial port as console");
    }

    @Test
    void a_cache_that_cannot_be_written() throws Exception {
        Answer answer = answer(Map.of("XDG_CACHE_HOME", "/proc/none"), "boot", "probe:1");

        answer.assertRefused(3, "cannot build image probe:1", "/proc/none", "XDG_CACHE_HOME names another place");
    }

    private static String feature() {
        return Path.of("power_on.feature").toAbsolutePath() + ":5";
    }

    private Path ownImage() throws Exception {
        Path image = folder.resolve("own.img");
        call("cp", "--sparse=always", probe.path().toString(), image.toString());
        return image;
    }

    private static void call(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s", String.join(" ", command), said)
                .isZero();
    }

    private Answer answer(Map<String, String> environment, String... arguments) throws Exception {
        Map<String, String> own = new java.util.HashMap<>(environment);
        own.put("TMPDIR", temporary.toString());
        List<String> whole = new ArrayList<>(List.of(arguments));
        whole.addAll(List.of("--out", folder.resolve("out").toString()));
        Process brownout = BrownoutProcess.start(List.of(), own, whole.toArray(String[]::new));
        try {
            Thread.ofVirtual().start(() -> discard(brownout));
            List<String> said = new String(brownout.getErrorStream().readAllBytes(), UTF_8)
                    .lines()
                    .toList();
            return new Answer(brownout.waitFor(), said, Files.readString(folder.resolve("out/latest/run.json")), this);
        } finally {
            brownout.destroyForcibly();
        }
    }

    private static void discard(Process brownout) {
        try (var console = brownout.getInputStream()) {
            console.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            return; // It has ended.
        }
    }

    /** The guardian ends by itself when its program has: it may take a moment longer. */
    private void assertNothingIsLeft() throws IOException {
        List<ProcessHandle> left =
                ProcessHandle.allProcesses().filter(this::isOurs).toList();
        assertThat(CompletableFuture.allOf(
                        left.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new)))
                .as("the end of %s", left)
                .succeedsWithin(Duration.ofSeconds(5));
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).as("temporary files and sockets").isEmpty();
        }
    }

    private boolean isOurs(ProcessHandle process) {
        try {
            return Files.readString(
                            Path.of("/proc/%d/environ".formatted(process.pid())),
                            java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains("TMPDIR=" + temporary + "\0");
        } catch (IOException e) {
            return false; // It has ended, or is another user's.
        }
    }

    private record Answer(int exitCode, List<String> said, String run, RefusalTest test) {
        void assertRefused(int exitCode, String... words) throws IOException {
            List<String> refusals =
                    said.stream().filter(line -> line.startsWith("brownout: ")).toList();
            assertThat(refusals).as("of what it said: %s", said).hasSize(1);
            assertThat(refusals.getFirst()).contains(words);
            assertThat(said).noneMatch(line -> line.contains("\tat "));
            assertThat(this.exitCode).isEqualTo(exitCode);
            assertThat(run).contains("\"verdict\" : \"error\"").contains(words);
            test.assertNothingIsLeft();
        }
    }
}
