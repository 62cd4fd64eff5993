package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Deadline;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The time server, asked by a client that is not chrony's: a question and an answer of RFC 4330. */
@Timeout(120)
class TimeServerTest {
    /** Version 4, client. */
    private static final byte QUESTION = 0x23;

    private static final int PACKET_BYTES = 48;
    private static final int TRANSMIT_TIMESTAMP = 40;
    private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;

    @Test
    void it_gives_this_machines_time_and_counts_who_asks() throws IOException {
        try (TimeServer server = TimeServer.start(Deadline.in(Duration.ofSeconds(60)))) {
            assertThat(server.asked()).isZero();

            assertThat(asked(server.port()))
                    .isBetween(Instant.now().minusSeconds(5), Instant.now().plusSeconds(5));

            assertThat(server.asked()).isEqualTo(1);
        }
    }

    private static Instant asked(int port) throws IOException {
        byte[] packet = new byte[PACKET_BYTES];
        packet[0] = QUESTION;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(20_000);
            socket.send(new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
            socket.receive(new DatagramPacket(packet, packet.length));
        }
        long seconds = Integer.toUnsignedLong(ByteBuffer.wrap(packet).getInt(TRANSMIT_TIMESTAMP));
        return Instant.ofEpochSecond(seconds - SECONDS_FROM_1900_TO_1970);
    }
}
