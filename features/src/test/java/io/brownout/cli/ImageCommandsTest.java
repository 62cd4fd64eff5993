package io.brownout.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands say of card images, here of two that were laid out by hand with the tools of a PC. */
class ImageCommandsTest {
    private static final int MIB = 1 << 20;
    private static final int FIRST = 2048;

    @TempDir
    private Path folder;

    private Path one;
    private Path other;

    private record Answer(int exitCode, String said) {}

    private static Answer answer(String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(said, true));
        commandLine.setErr(new PrintWriter(said, true));
        return new Answer(commandLine.execute(arguments), said.toString());
    }

    @BeforeAll
    static void nameTheCheckout() {
        System.setProperty(
                "brownout.home", Path.of("..").toAbsolutePath().normalize().toString());
    }

    @BeforeEach
    void layOutTwoCards() throws Exception {
        one = card("one.img", "a line");
        other = card("other.img", "another line");
        run("mmd", "-i", other + "@@" + FIRST * 512, "::sub");
    }

    private Path card(String name, String text) throws Exception {
        Path image = folder.resolve(name);
        try (var file = new java.io.RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(8 * MIB);
        }
        Path table = Files.writeString(folder.resolve("table"), "label: dos\nstart=2048, size=8192, type=e\n");
        run(table, "sfdisk", "-q", image.toString());
        run("mkfs.vfat", "-n", "BOOT", "--offset=" + FIRST, image.toString(), "4096");
        Path content = Files.writeString(folder.resolve("cmdline.txt"), text);
        run("mcopy", "-i", image + "@@" + FIRST * 512, content.toString(), "::cmdline.txt");
        return image;
    }

    private static void run(String... command) throws Exception {
        run(Path.of("/dev/null"), command);
    }

    private static void run(Path input, String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectInput(input.toFile());
        builder.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), said).isZero();
    }

    @Test
    void show_lists_partitions_and_files() {
        Answer answer = answer("image", "show", one.toString(), "--files");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.said())
                .contains("partition 1 BOOT: type 0x0e, 4MiB, 1 files and folders")
                .containsPattern("file +BOOT/cmdline.txt: file, 6 bytes, [0-9a-f]{16}");
    }

    @Test
    void diff_names_what_differs() {
        Answer answer = answer("image", "diff", one.toString(), other.toString());

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.said().lines())
                .hasSize(2)
                .anyMatch(line ->
                        line.startsWith("~ BOOT/cmdline.txt: file, 6 bytes") && line.contains(" -> file, 12 bytes"))
                .contains("+ BOOT/sub: directory");
    }

    @Test
    void an_image_is_the_same_as_its_copy() throws IOException {
        Path copy = Files.copy(one, folder.resolve("copy.img"));

        Answer answer = answer("image", "diff", one.toString(), copy.toString());

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.said().strip()).isEqualTo("the same partitions, packages and files");
    }

    @Test
    void a_file_that_is_no_image_is_refused() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a card");

        Answer answer = answer("image", "show", text.toString());

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.said()).contains("notes.txt is no card image");
    }
}
