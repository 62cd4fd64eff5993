package io.brownout.nbd;

import static io.brownout.nbd.NbdClient.BLOCK_STATUS;
import static io.brownout.nbd.NbdClient.CACHE;
import static io.brownout.nbd.NbdClient.DF;
import static io.brownout.nbd.NbdClient.FAST_ZERO;
import static io.brownout.nbd.NbdClient.FLUSH;
import static io.brownout.nbd.NbdClient.FUA;
import static io.brownout.nbd.NbdClient.NO_HOLE;
import static io.brownout.nbd.NbdClient.READ;
import static io.brownout.nbd.NbdClient.REQ_ONE;
import static io.brownout.nbd.NbdClient.TRIM;
import static io.brownout.nbd.NbdClient.WRITE;
import static io.brownout.nbd.NbdClient.WRITE_ZEROES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.nbd.NbdClient.Chunk;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NbdRequestTest {
    private static final byte[] NOTHING = {};
    private static final int BYTES = 1 << 20;

    @TempDir
    private Path folder;

    private final MemoryExport export = new MemoryExport("memory", BYTES, false);
    private final MemoryExport fixed = new MemoryExport("fixed", BYTES, true);
    private NbdServer server;
    private SocketAddress address;

    @BeforeEach
    void serve() {
        address = UnixDomainSocketAddress.of(folder.resolve("nbd"));
        server = NbdServer.start(MemoryExport.offering(export, fixed), address);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static int simple(NbdClient client, int flags, int type, long offset, int length) throws IOException {
        client.request(flags, type, offset, length, type == WRITE ? new byte[length] : NOTHING);
        return client.answer();
    }

    private static Chunk chunk(NbdClient client, int flags, int type, long offset, int length) throws IOException {
        client.request(flags, type, offset, length, type == WRITE ? new byte[length] : NOTHING);
        return client.chunk();
    }

    @Test
    void block_status_tells_data_from_holes_in_as_few_descriptors_as_possible() throws IOException {
        try (NbdClient client = NbdClient.structured(address)) {
            simple(client, 0, WRITE, 4096, 8192);
            simple(client, 0, TRIM, 8192, 512);

            assertThat(extents(chunk(client, 0, BLOCK_STATUS, 0, BYTES)))
                    .containsExactly("4096 hole", "4096 data", "512 hole", "3584 data", (BYTES - 12288) + " hole");
            assertThat(extents(chunk(client, 0, BLOCK_STATUS, 4608, 1024))).containsExactly("1024 data");
            assertThat(extents(chunk(client, REQ_ONE | FUA, BLOCK_STATUS, 512, BYTES - 512)))
                    .containsExactly("3584 hole");
        }
    }

    private static List<String> extents(Chunk chunk) {
        assertThat(chunk.type()).isEqualTo(5);
        assertThat(chunk.flags()).isEqualTo(1);
        ByteBuffer payload = chunk.payload();
        assertThat(payload.getInt()).as("context").isEqualTo(1);
        List<String> extents = new ArrayList<>();
        while (payload.hasRemaining()) {
            extents.add(payload.getInt() + (payload.getInt() == 3 ? " hole" : " data"));
        }
        return extents;
    }

    @Test
    void a_block_status_that_cannot_be_answered_is_an_error_with_a_reason() throws IOException {
        try (NbdClient client = NbdClient.structured(address)) {
            assertThat(chunk(client, 0, BLOCK_STATUS, BYTES - 512, 1024).error())
                    .isEqualTo(22);
            assertThat(chunk(client, 0, BLOCK_STATUS, 1, 512).error()).isEqualTo(22);
            assertThat(chunk(client, 0, BLOCK_STATUS, 0, 0).error()).isEqualTo(22);
            Chunk flags = chunk(client, DF, BLOCK_STATUS, 0, 512);
            assertThat(flags.error()).isEqualTo(22);
            assertThat(flags.reason()).contains("flags 0x4");
        }
    }

    @Test
    void what_an_export_refuses_is_answered_with_its_error_and_the_connection_goes_on() throws IOException {
        for (NbdError error : NbdError.values()) {
            export.refuse(error, "the cells are worn out");
            try (NbdClient plain = NbdClient.connected(address);
                    NbdClient structured = NbdClient.structured(address)) {
                for (int type : new int[] {READ, WRITE, FLUSH, TRIM, CACHE, WRITE_ZEROES}) {
                    int length = type == FLUSH ? 0 : 512;
                    assertThat(simple(plain, 0, type, 0, length)).isEqualTo(error.value());
                    Chunk chunk = chunk(structured, 0, type, 0, length);
                    assertThat(chunk.error()).isEqualTo(error.value());
                    assertThat(chunk.reason()).isEqualTo("the cells are worn out");
                }
                export.refuseNothing();
                assertThat(plain.read(0, 512)).isEqualTo(new byte[512]);
                assertThat(simple(structured, 0, WRITE, 0, 512)).isZero();
            }
        }
    }

    @Test
    void nothing_changes_an_export_that_is_read_only() throws IOException {
        try (NbdClient client = NbdClient.haggling(address)) {
            client.go("fixed");
            for (int type : new int[] {WRITE, TRIM, WRITE_ZEROES}) {
                assertThat(simple(client, 0, type, 0, 512)).isEqualTo(1);
                assertThat(simple(client, 0, type, BYTES, 512)).isEqualTo(1);
            }
            assertThat(simple(client, 0, FLUSH, 0, 0)).isZero();
            assertThat(client.read(0, 512)).isEqualTo(new byte[512]);
        }
    }

    @Test
    void every_command_takes_fua_and_zeroing_takes_its_own_flags() throws IOException {
        try (NbdClient client = NbdClient.connected(address)) {
            for (int type : new int[] {WRITE, TRIM, CACHE, WRITE_ZEROES}) {
                assertThat(simple(client, FUA, type, 512, 512)).isZero();
            }
            assertThat(simple(client, FUA, FLUSH, 0, 0)).isZero();
            assertThat(simple(client, NO_HOLE | FAST_ZERO | FUA, WRITE_ZEROES, 0, BYTES))
                    .isZero();
            client.request(FUA, READ, 0, 512, NOTHING);
            assertThat(client.answer()).isZero();
            client.receive(512);
        }
    }

    @Test
    void an_unfragmented_read_comes_in_one_chunk_up_to_the_longest_there_is() throws IOException {
        MemoryExport large = new MemoryExport("large", 64 << 20, false);
        large.content[(32 << 20) - 1] = 7;
        SocketAddress other = UnixDomainSocketAddress.of(folder.resolve("large"));
        try (NbdServer _ = NbdServer.start(NbdExports.only(large), other);
                NbdClient client = NbdClient.structured(other)) {
            Chunk whole = chunk(client, DF, READ, 0, 32 << 20);
            Chunk more = chunk(client, DF, READ, 0, (32 << 20) + 512);

            assertThat(whole.type()).isEqualTo(1);
            assertThat(whole.payload().remaining()).isEqualTo(8 + (32 << 20));
            assertThat(whole.payload().get(8 + (32 << 20) - 1)).isEqualTo((byte) 7);
            assertThat(more.error()).isEqualTo(22);
        }
    }

    @Test
    void a_payload_that_is_too_long_to_skip_ends_the_connection() throws IOException {
        try (NbdClient client = NbdClient.connected(address)) {
            client.request(0, WRITE, 0, (32 << 20) + 512, NOTHING);

            assertThatThrownBy(() -> client.receive(1)).isInstanceOf(EOFException.class);
        }
        assertThat(export.content).containsOnly(0);
    }

    @Test
    void a_disconnect_gets_no_answer_and_what_was_asked_before_it_does() throws IOException {
        try (NbdClient client = NbdClient.connected(address)) {
            client.request(0, FLUSH, 0, 0, NOTHING);
            ByteBuffer disconnect = ByteBuffer.allocate(28).putInt(0x25609513).putShort((short) 0);
            client.send(disconnect.putShort((short) NbdClient.DISCONNECT).put(new byte[20]));

            assertThat(client.answer()).isZero();
            assertThatThrownBy(() -> client.receive(1)).isInstanceOf(EOFException.class);
        }
    }
}
