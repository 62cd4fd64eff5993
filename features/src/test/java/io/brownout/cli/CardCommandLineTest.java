package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.card.FaultKinds;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** What commands answer that are given a card or an image which cannot work. */
class CardCommandLineTest extends InProcessCommand {
    @ParameterizedTest
    @CsvSource({
        "--size 1G, --port",
        "--size 1G --port 0 --socket s, --port",
        "--size 1000B --port 0, 1000B",
        "--size 0K --port 0, 0K",
        "--size 3T --port 0, 3T",
        "--size much --port 0, much",
        "--port 0, --image",
        "--image no-such.img --port 0, no-such.img",
        "--size 1G --port 65536, 65536",
        "--size 1G --port -1, -1",
        "--size 1G --port http, http",
        "--size 1G --port 0 --bind no.such.host.invalid, no.such.host.invalid",
        "--size 1G --port 0 --profile perfect, perfect",
        "--size 1G --socket /proc/no/such/folder/s, /proc/no/such/folder/s",
        "--size 1G --port 0 --journal /proc/journal, /proc/journal"
    })
    void a_card_that_cannot_be_served_is_refused_in_a_line(String arguments, String named) {
        Answer answer = answer(("card serve " + arguments).split(" "));

        assertThat(answer).isEqualTo(answer.usageNaming(named));
    }

    @Test
    void a_port_that_is_taken_is_refused_in_a_line() throws IOException {
        try (ServerSocket thief = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(thief.getLocalPort());

            Answer answer = answer("card", "serve", "--size", "1G", "--port", port);

            assertThat(answer).isEqualTo(answer.usageNaming("127.0.0.1 port " + port));
        }
    }

    @Test
    void a_socket_that_is_there_already_is_refused_in_a_line_and_left_alone() throws IOException {
        Path socket = Files.writeString(folder.resolve("socket"), "mine");

        Answer answer = answer("card", "serve", "--size", "1G", "--socket", socket.toString());

        assertThat(answer).isEqualTo(answer.usageNaming(socket.toString()));
        assertThat(socket).hasContent("mine");
    }

    @Test
    void a_file_that_is_no_image_is_refused_in_a_line() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.img"), "not an image");

        Answer answer = answer(
                "boot",
                "--image",
                file.toString(),
                "--out",
                folder.resolve("out").toString());

        assertThat(answer).isEqualTo(answer.usageNaming("notes.img"));
    }

    @Test
    void a_truncated_image_is_refused_in_a_line() throws IOException {
        Path file = folder.resolve("half.img");
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            // One partition of type 0x83 from sector 2048, 100,000 sectors long, on a card of 1 MiB.
            image.setLength(1 << 20);
            image.seek(446 + 4);
            image.write(new byte[] {(byte) 0x83, 0, 0, 0, 0, 8, 0, 0, (byte) 0xa0, (byte) 0x86, 1, 0});
            image.seek(510);
            image.write(new byte[] {0x55, (byte) 0xaa});
        }

        Answer answer = answer(
                "boot",
                "--image",
                file.toString(),
                "--out",
                folder.resolve("out").toString());

        assertThat(answer).isEqualTo(answer.usageNaming("half.img"));
    }

    @Test
    void a_card_that_is_too_small_for_its_image_is_refused_in_a_line() throws IOException {
        Path image = Files.write(folder.resolve("large.img"), new byte[2 << 20]);

        Answer answer = answer("card", "serve", "--image", image.toString(), "--size", "1M", "--port", "0");

        assertThat(answer).isEqualTo(answer.usageNaming("too small for the image " + image));
    }

    @Test
    void a_card_that_is_no_profile_is_refused_with_what_it_can_have() {
        String out = folder.resolve("out").toString();
        Answer answer = answer("boot", "probe:1", "--profile", "torn-page:size=8KiB", "--out", out);

        assertThat(answer).isEqualTo(answer.usageNaming("torn-page has no parameter \"size\"; it has page"));
    }

    @Test
    void the_faults_of_cards_are_listed_with_the_boards_where_they_bite() {
        StringWriter text = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(text));

        assertThat(commandLine.execute("cards", "--json")).isZero();

        assertThat(JsonMapper.builder().build().readTree(text.toString()))
                .hasSize(FaultKinds.all().size())
                .allSatisfy(fault -> {
                    assertThat(fault.at("/seen").asString()).isNotBlank();
                    assertThat(fault.at("/boards/virt/bites").asBoolean()).isTrue();
                    assertThat(fault.at("/boards/raspi3b/how").asString()).isNotBlank();
                });
    }
}
