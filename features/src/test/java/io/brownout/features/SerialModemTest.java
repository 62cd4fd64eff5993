package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.Deadline;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A modem at the far end of a line, heard from the computer's end. */
class SerialModemTest {
    @TempDir
    private Path folder;

    private SocketChannel computer;
    private SerialModem modem;
    private BufferedReader heard;

    @BeforeEach
    void plugIn() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("line"));
        try (ServerSocketChannel port = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            port.bind(address);
            modem = SerialModem.on(SocketChannel.open(address));
            computer = port.accept();
        }
        heard = new BufferedReader(Channels.newReader(computer, StandardCharsets.US_ASCII));
    }

    @AfterEach
    void pullOut() throws IOException {
        modem.close();
        computer.close();
    }

    @Test
    void a_question_is_answered_before_the_result_code() throws IOException {
        type("AT+CGMM\r");

        assertThat(lines(2)).containsExactly(ModemDialogue.MODEL, "OK");
    }

    @Test
    void a_setting_is_taken_and_what_it_does_not_know_is_an_error() throws IOException {
        type("AT+CGDCONT=1,\"IP\",\"depot.example\"\rAT+XYZ?\r");

        assertThat(lines(2)).containsExactly("OK", "ERROR");
    }

    @Test
    void the_access_point_that_it_was_told_is_the_one_that_it_knows() throws IOException {
        type("AT+CGDCONT?\rAT+CGDCONT=1,\"IP\",\"depot.example\"\rAT+CGDCONT?\r");

        assertThat(lines(4)).containsExactly("OK", "OK", "+CGDCONT: 1,\"IP\",\"depot.example\",\"\",0,0", "OK");
    }

    @Test
    void a_call_for_data_is_not_put_through() throws IOException {
        type("ATD*99***1#\r");

        assertThat(lines(1)).containsExactly("NO CARRIER");
    }

    @Test
    void what_is_no_command_is_ignored() throws IOException {
        type("\u0000\u0003noise\r\nAT\r\n");

        assertThat(lines(1)).containsExactly("OK");
    }

    @Test
    void it_remembers_what_it_was_told() throws IOException {
        type("AT+CGSN\r");

        assertThat(modem.awaitTold("who it is", "AT+CGSN"::equals, Deadline.in(Duration.ofSeconds(10))))
                .isEqualTo("AT+CGSN");
        assertThatThrownBy(() -> modem.awaitTold("to dial", it -> it.startsWith("ATD"), Deadline.in(Duration.ZERO)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("AT+CGSN");
    }

    private void type(String text) throws IOException {
        computer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private List<String> lines(int count) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            String line = heard.readLine();
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }
}
