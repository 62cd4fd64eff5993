package io.brownout.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.card.Card;
import io.brownout.card.CardConnection;
import io.brownout.nbd.NbdClient.OptionReply;
import io.brownout.testing.Images;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NbdStrictnessTest {
    private static final int UNSUPPORTED = 0x80000001;
    private static final int INVALID = 0x80000003;
    private static final int UNKNOWN = 0x80000006;
    private static final int TOO_BIG = 0x80000009;

    @TempDir
    private Path folder;

    private Card card;
    private CardConnection connection;

    @BeforeEach
    void plugIn() throws IOException {
        card = Card.of(Images.sparse(folder.resolve("card.img"), 1 << 20))
                .partitioned(false)
                .build();
        connection = card.plugIn(cut -> {});
    }

    @AfterEach
    void theCardStillServesEverybodyElse() throws IOException {
        try (NbdClient client = NbdClient.connected(connection.socket())) {
            assertThat(client.read(0, 512)).hasSize(512);
        }
        connection.close();
        card.close();
    }

    private NbdClient haggling() throws IOException {
        NbdClient client = NbdClient.greeted(connection.socket());
        client.send(ByteBuffer.allocate(4).putInt(3));
        return client;
    }

    private static int replyTo(NbdClient client, int option, ByteBuffer data) throws IOException {
        client.option(option, data);
        OptionReply reply = client.optionReply();
        assertThat(reply.option()).isEqualTo(option);
        return reply.type();
    }

    @Test
    void options_that_are_not_known_or_malformed_get_their_error_and_haggling_goes_on() throws IOException {
        try (NbdClient client = haggling()) {
            assertThat(replyTo(client, 5, ByteBuffer.allocate(0))).isEqualTo(UNSUPPORTED);
            assertThat(replyTo(client, 11, ByteBuffer.allocate(8).putLong(0))).isEqualTo(UNSUPPORTED);
            assertThat(replyTo(client, 4711, ByteBuffer.allocate(3).put(new byte[3])))
                    .isEqualTo(UNSUPPORTED);
            assertThat(replyTo(client, 3, ByteBuffer.allocate(1).put((byte) 1))).isEqualTo(INVALID);
            assertThat(replyTo(client, 8, ByteBuffer.allocate(1).put((byte) 1))).isEqualTo(INVALID);
            assertThat(replyTo(client, 7, ByteBuffer.allocate(2).putShort((short) 0)))
                    .isEqualTo(INVALID);
            assertThat(replyTo(client, 7, ByteBuffer.allocate(6).putInt(1000).putShort((short) 0)))
                    .isEqualTo(INVALID);
            assertThat(replyTo(client, 6, ByteBuffer.allocate(6).putInt(0).putShort((short) 9)))
                    .isEqualTo(INVALID);
            assertThat(replyTo(
                            client,
                            7,
                            ByteBuffer.allocate(9)
                                    .putInt(3)
                                    .put(new byte[] {'f', 'o', 'o'})
                                    .putShort((short) 0)))
                    .isEqualTo(UNKNOWN);
            assertThat(replyTo(client, 6, ByteBuffer.allocate(100_000).put(new byte[100_000])))
                    .isEqualTo(TOO_BIG);
            assertThat(replyTo(client, 2, ByteBuffer.allocate(0))).isEqualTo(1);
            assertThatThrownBy(() -> client.receive(1)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void the_old_way_of_naming_an_export_works_with_its_124_zeroes() throws IOException {
        try (NbdClient client = NbdClient.greeted(connection.socket())) {
            client.send(ByteBuffer.allocate(4).putInt(1));
            client.option(1, ByteBuffer.allocate(0));

            ByteBuffer reply = client.receive(134);

            assertThat(reply.getLong()).isEqualTo(1 << 20);
            assertThat(client.read(512, 512)).isEqualTo(new byte[512]);
        }
    }

    @Test
    void an_unknown_client_flag_or_a_bad_magic_ends_the_connection() throws IOException {
        try (NbdClient client = NbdClient.greeted(connection.socket())) {
            client.send(ByteBuffer.allocate(4).putInt(0x80));
            assertThatThrownBy(() -> client.receive(1)).isInstanceOf(EOFException.class);
        }
        try (NbdClient client = haggling()) {
            client.send(ByteBuffer.allocate(16).putLong(4711).putLong(0));
            assertThatThrownBy(() -> client.receive(1)).isInstanceOf(EOFException.class);
        }
        try (NbdClient client = NbdClient.connected(connection.socket())) {
            client.send(ByteBuffer.allocate(28).putInt(4711).put(new byte[24]));
            assertThatThrownBy(() -> client.receive(1)).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "READ behind the end, 0, 0, 1048576, 512, 22",
        "READ across the end, 0, 0, 1048064, 1024, 22",
        "READ at no sector, 0, 0, 1, 512, 22",
        "READ of no sector, 0, 0, 0, 100, 22",
        "READ of nothing, 0, 0, 0, 0, 22",
        "READ of too much, 0, 0, 0, 1073741824, 22",
        "READ with an unknown flag, 128, 0, 0, 512, 22",
        "FAST_ZERO with a WRITE_ZEROES that is unaligned, 16, 6, 0, 100, 22",
        "TRIM with NO_HOLE, 2, 4, 0, 512, 22",
        "CACHE behind the end, 0, 5, 1048576, 512, 22",
        "CACHE with a flag, 4, 5, 0, 512, 22",
        "BLOCK_STATUS without a context, 0, 7, 0, 512, 22",
        "FLUSH with a length, 0, 3, 0, 512, 22",
        "TRIM of nothing, 0, 4, 0, 0, 22",
        "WRITE_ZEROES across the end, 0, 6, 1048064, 1024, 28",
        "READ with DF but no structured replies, 4, 0, 0, 512, 22",
        "READ at a negative offset, 0, 0, -512, 512, 22",
        "TRIM behind the end, 0, 4, 1048576, 512, 22",
        "WRITE_ZEROES behind the end, 0, 6, 1048576, 512, 28",
        "FLUSH with an offset, 0, 3, 512, 0, 22",
        "an unknown command, 0, 99, 0, 512, 22"
    })
    void a_request_that_cannot_be_done_gets_the_error_that_the_specification_names(
            String what, int flags, int type, long offset, int length, int error) throws IOException {
        try (NbdClient client = NbdClient.connected(connection.socket())) {
            client.request(flags, type, offset, length, new byte[0]);

            assertThat(client.answer()).as(what).isEqualTo(error);
            assertThat(client.read(0, 512)).hasSize(512);
        }
    }

    @Test
    void a_write_behind_the_end_gets_enospc_and_its_payload_is_not_taken_for_a_request() throws IOException {
        try (NbdClient client = NbdClient.connected(connection.socket())) {
            client.request(0, NbdClient.WRITE, 1 << 20, 512, new byte[512]);
            assertThat(client.answer()).isEqualTo(28);
            client.request(0, NbdClient.WRITE, 100, 512, new byte[512]);
            assertThat(client.answer()).isEqualTo(22);
            assertThat(client.read(0, 512)).hasSize(512);
        }
        assertThat(card.journal().writes()).isZero();
    }

    @Test
    void structured_reads_carry_their_offset_and_errors_come_in_a_chunk() throws IOException {
        try (NbdClient client = haggling()) {
            assertThat(replyTo(client, 8, ByteBuffer.allocate(0))).isEqualTo(1);
            client.option(7, ByteBuffer.allocate(6).putInt(0).putShort((short) 0));
            while (client.optionReply().type() != 1) {
                // Information about the export, which another test looks at.
            }
            client.request(4, NbdClient.READ, 1024, 512, new byte[0]);
            ByteBuffer data = client.receive(20 + 8 + 512);
            client.request(0, NbdClient.READ, 1 << 20, 512, new byte[0]);
            ByteBuffer error = client.receive(20 + 6);

            assertThat(data.getInt()).isEqualTo(0x668e33ef);
            assertThat(data.getInt()).isEqualTo(1 << 16 | 1);
            assertThat(data.getLong(20)).isEqualTo(1024);
            assertThat(error.getInt(4)).isEqualTo(1 << 16 | 0x8001);
            assertThat(error.getInt(20)).isEqualTo(22);
        }
    }

    @Test
    void requests_that_come_in_one_piece_or_in_crumbs_are_answered_in_order() throws IOException {
        try (NbdClient client = NbdClient.connected(connection.socket())) {
            ByteBuffer many = ByteBuffer.allocate(3000 * 28);
            for (int i = 0; i < 3000; i++) {
                many.putInt(0x25609513).putInt(3).putLong(i).putLong(0).putInt(0);
            }
            Random random = new Random(3);
            many.flip();
            while (many.hasRemaining()) {
                byte[] crumb = new byte[Math.min(many.remaining(), 1 + random.nextInt(500))];
                many.get(crumb);
                client.send(ByteBuffer.allocate(crumb.length).put(crumb));
            }
            for (int i = 0; i < 3000; i++) {
                ByteBuffer reply = client.receive(16);
                assertThat(reply.getLong(8)).isEqualTo(i);
            }
        }
    }

    @Test
    void random_bytes_instead_of_haggling_or_requests_harm_nobody() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[1 + random.nextInt(300)];
            random.nextBytes(noise);
            try (NbdClient client = seed % 2 == 0 ? haggling() : NbdClient.connected(connection.socket())) {
                if (random.nextBoolean()) {
                    System.arraycopy(
                            ByteBuffer.allocate(4).putInt(0x25609513).array(), 0, noise, 0, Math.min(4, noise.length));
                }
                client.send(ByteBuffer.allocate(noise.length).put(noise));
            }
        }
    }
}
