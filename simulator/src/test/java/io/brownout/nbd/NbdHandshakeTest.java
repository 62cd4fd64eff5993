package io.brownout.nbd;

import static io.brownout.nbd.NbdClient.OPT_ABORT;
import static io.brownout.nbd.NbdClient.OPT_EXPORT_NAME;
import static io.brownout.nbd.NbdClient.OPT_GO;
import static io.brownout.nbd.NbdClient.OPT_INFO;
import static io.brownout.nbd.NbdClient.OPT_LIST;
import static io.brownout.nbd.NbdClient.OPT_LIST_META_CONTEXT;
import static io.brownout.nbd.NbdClient.OPT_SET_META_CONTEXT;
import static io.brownout.nbd.NbdClient.OPT_STARTTLS;
import static io.brownout.nbd.NbdClient.OPT_STRUCTURED_REPLY;
import static io.brownout.nbd.NbdClient.export;
import static io.brownout.nbd.NbdClient.queries;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.nbd.NbdClient.OptionReply;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NbdHandshakeTest {
    private static final int ACK = 1;
    private static final int UNSUPPORTED = 0x80000001;
    private static final int INVALID = 0x80000003;
    private static final int UNKNOWN = 0x80000006;

    @TempDir
    private Path folder;

    private final MemoryExport first = new MemoryExport("first", 1 << 20, false);
    private final MemoryExport second = new MemoryExport("zweite Karte ü", 2 << 20, true);
    private NbdServer server;
    private SocketAddress address;

    @BeforeEach
    void serve() {
        address = UnixDomainSocketAddress.of(folder.resolve("nbd"));
        server = NbdServer.start(MemoryExport.offering(first, second), address);
    }

    @AfterEach
    void everyExportThatWasOpenedIsClosed() {
        server.close();
        assertThat(first.uses).hasValue(0);
        assertThat(second.uses).hasValue(0);
    }

    private static int finalType(NbdClient client, int option, ByteBuffer data) throws IOException {
        List<OptionReply> replies = client.haggle(option, data);
        assertThat(replies).allMatch(reply -> reply.option() == option);
        return replies.getLast().type();
    }

    private static ByteBuffer nothing() {
        return ByteBuffer.allocate(0);
    }

    private static ByteBuffer bytes(byte... bytes) {
        return ByteBuffer.allocate(bytes.length).put(bytes);
    }

    @Test
    void a_list_has_every_name() throws IOException {
        try (NbdClient client = NbdClient.haggling(address)) {
            List<OptionReply> replies = client.haggle(OPT_LIST, nothing());

            assertThat(replies)
                    .filteredOn(reply -> reply.type() == 2)
                    .extracting(reply -> UTF_8.decode(reply.data().position(4)).toString())
                    .containsExactly("first", "zweite Karte ü");
        }
    }

    @Test
    void an_export_is_opened_by_its_name_and_the_empty_name_is_the_default() throws IOException {
        for (String name : List.of("first", "")) {
            try (NbdClient client = NbdClient.haggling(address)) {
                assertThat(client.go(name).getFirst().data().getLong(2)).isEqualTo(1 << 20);
            }
        }
        try (NbdClient client = NbdClient.haggling(address)) {
            List<OptionReply> replies = client.go("zweite Karte ü", 1);

            assertThat(replies.getFirst().data().getLong(2)).isEqualTo(2 << 20);
            assertThat(replies)
                    .anySatisfy(reply -> assertThat(reply.data()).isEqualTo(text((short) 1, "zweite Karte ü")));
        }
    }

    private static ByteBuffer text(short type, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return ByteBuffer.allocate(2 + bytes.length).putShort(type).put(bytes).flip();
    }

    @Test
    void a_name_that_nobody_has_is_unknown_and_haggling_goes_on() throws IOException {
        try (NbdClient client = NbdClient.haggling(address)) {
            assertThat(finalType(client, OPT_GO, export("First"))).isEqualTo(UNKNOWN);
            assertThat(finalType(client, OPT_INFO, export("third"))).isEqualTo(UNKNOWN);
            assertThat(finalType(client, OPT_GO, export("first"))).isEqualTo(ACK);
        }
        try (NbdClient client = NbdClient.haggling(address)) {
            client.option(OPT_EXPORT_NAME, ByteBuffer.allocate(5).put("third".getBytes(UTF_8)));
            assertThatThrownBy(() -> client.receive(1)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void the_transmission_flags_say_what_can_be_done_and_no_more() throws IOException {
        // "Transmission flags": HAS_FLAGS, FLUSH, FUA, TRIM, WRITE_ZEROES, CACHE, FAST_ZERO.
        int always = 1 | 1 << 2 | 1 << 3 | 1 << 5 | 1 << 6 | 1 << 10 | 1 << 11;
        int multi = 1 << 8;
        int readOnly = 1 << 1;
        int dontFragment = 1 << 7;
        try (NbdClient client = NbdClient.haggling(address)) {
            OptionReply plain = client.haggle(OPT_INFO, export("first")).getFirst();
            OptionReply fixed = client.haggle(OPT_INFO, export(second.name())).getFirst();
            client.haggle(OPT_STRUCTURED_REPLY, nothing());
            OptionReply structured = client.haggle(OPT_INFO, export("first")).getFirst();

            assertThat(plain.data().getShort(10)).isEqualTo((short) (always | multi));
            assertThat(fixed.data().getShort(10)).isEqualTo((short) (always | readOnly));
            assertThat(structured.data().getShort(10)).isEqualTo((short) (always | multi | dontFragment));
        }
    }

    @Test
    void haggling_as_long_as_one_likes_leaves_nothing_open() throws IOException {
        try (NbdClient client = NbdClient.haggling(address)) {
            for (int i = 0; i < 1000; i++) {
                assertThat(finalType(client, OPT_INFO, export(second.name(), 3, 1, 4711)))
                        .isEqualTo(ACK);
                assertThat(finalType(client, OPT_STRUCTURED_REPLY, nothing())).isEqualTo(ACK);
                assertThat(finalType(client, OPT_SET_META_CONTEXT, queries("first", "base:allocation")))
                        .isEqualTo(ACK);
            }
            assertThat(second.uses).hasValue(0);
            assertThat(finalType(client, OPT_GO, export("first"))).isEqualTo(ACK);
            assertThat(first.uses).hasValue(1);
        }
    }

    @Test
    void metadata_contexts_need_structured_replies_first() throws IOException {
        try (NbdClient client = NbdClient.haggling(address)) {
            assertThat(finalType(client, OPT_SET_META_CONTEXT, queries("", "base:allocation")))
                    .isEqualTo(INVALID);
            assertThat(finalType(client, OPT_LIST_META_CONTEXT, queries(""))).isEqualTo(INVALID);
        }
    }

    @Test
    void the_allocation_context_is_listed_and_selected_as_the_specification_says() throws IOException {
        try (NbdClient client = NbdClient.haggling(address)) {
            client.haggle(OPT_STRUCTURED_REPLY, nothing());

            assertThat(contexts(client, OPT_LIST_META_CONTEXT, queries(""))).containsExactly("0 base:allocation");
            assertThat(contexts(client, OPT_LIST_META_CONTEXT, queries("first", "base:")))
                    .containsExactly("0 base:allocation");
            assertThat(contexts(client, OPT_LIST_META_CONTEXT, queries("", "qemu:", "x-mine:leaf")))
                    .isEmpty();
            assertThat(contexts(client, OPT_SET_META_CONTEXT, queries(""))).isEmpty();
            assertThat(contexts(client, OPT_SET_META_CONTEXT, queries("", "base:")))
                    .isEmpty();
            assertThat(contexts(client, OPT_SET_META_CONTEXT, queries("", "base:dirt", "qemu:x")))
                    .isEmpty();
            assertThat(contexts(client, OPT_SET_META_CONTEXT, queries("", "base:allocation", "base:allocation")))
                    .containsExactly("1 base:allocation");
            assertThat(finalType(client, OPT_SET_META_CONTEXT, queries("third", "base:allocation")))
                    .isEqualTo(UNKNOWN);
            assertThat(finalType(client, OPT_SET_META_CONTEXT, queries("", "allocation")))
                    .isEqualTo(INVALID);
            ByteBuffer tooFew = ByteBuffer.allocate(8).putInt(0).putInt(1);
            assertThat(finalType(client, OPT_SET_META_CONTEXT, tooFew)).isEqualTo(INVALID);
        }
    }

    private static List<String> contexts(NbdClient client, int option, ByteBuffer data) throws IOException {
        List<OptionReply> replies = client.haggle(option, data);
        assertThat(replies.getLast().type()).isEqualTo(ACK);
        return replies.stream()
                .filter(reply -> reply.type() == 4)
                .map(reply -> reply.data().getInt() + " " + UTF_8.decode(reply.data()))
                .toList();
    }

    @Test
    void a_selection_is_for_one_export_and_the_last_one_counts_even_if_it_failed() throws IOException {
        assertThat(statusAfter("first", queries("first", "base:allocation"))).isZero();
        assertThat(statusAfter("", queries("first", "base:allocation"))).isEqualTo(22);
        assertThat(statusAfter("first", queries("first", "base:allocation"), queries(second.name(), "base:allocation")))
                .isEqualTo(22);
        assertThat(statusAfter("first", queries("first", "base:allocation"), queries("third", "base:allocation")))
                .isEqualTo(22);
        assertThat(statusAfter("first", queries("first", "base:allocation"), queries("first", "malformed")))
                .isEqualTo(22);
        assertThat(statusAfter("first", queries("first", "base:allocation"), queries("first")))
                .isEqualTo(22);
    }

    private int statusAfter(String export, ByteBuffer... selections) throws IOException {
        try (NbdClient client = NbdClient.haggling(address)) {
            client.haggle(OPT_STRUCTURED_REPLY, nothing());
            for (ByteBuffer selection : selections) {
                client.haggle(OPT_SET_META_CONTEXT, selection);
            }
            client.go(export);
            client.request(0, NbdClient.BLOCK_STATUS, 0, 512, new byte[0]);
            NbdClient.Chunk chunk = client.chunk();
            return chunk.type() == 5 ? 0 : chunk.error();
        }
    }

    @Test
    void strings_that_are_none_are_invalid() throws IOException {
        try (NbdClient client = NbdClient.haggling(address)) {
            assertThat(finalType(client, OPT_GO, export("a\0b"))).isEqualTo(INVALID);
            assertThat(finalType(client, OPT_GO, export("x".repeat(4097)))).isEqualTo(INVALID);
            assertThat(finalType(client, OPT_GO, export("x".repeat(4096)))).isEqualTo(UNKNOWN);
            ByteBuffer notUtf8 =
                    ByteBuffer.allocate(7).putInt(1).put((byte) 0xff).putShort((short) 0);
            assertThat(finalType(client, OPT_INFO, notUtf8)).isEqualTo(INVALID);
            ByteBuffer tail =
                    ByteBuffer.allocate(7).putInt(0).putShort((short) 0).put((byte) 0);
            assertThat(finalType(client, OPT_INFO, tail)).isEqualTo(INVALID);
        }
        try (NbdClient client = NbdClient.haggling(address)) {
            client.option(OPT_EXPORT_NAME, bytes((byte) 0xff));
            assertThatThrownBy(() -> client.receive(1)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void there_is_no_tls() throws IOException {
        try (NbdClient client = NbdClient.haggling(address)) {
            assertThat(finalType(client, OPT_STARTTLS, nothing())).isEqualTo(UNSUPPORTED);
        }
    }

    @Test
    void an_abort_is_acknowledged_whatever_it_carries_and_ends_the_connection() throws IOException {
        try (NbdClient client = NbdClient.haggling(address)) {
            assertThat(finalType(client, OPT_ABORT, bytes((byte) 1, (byte) 2))).isEqualTo(ACK);
            assertThatThrownBy(() -> client.receive(1)).isInstanceOf(EOFException.class);
        }
        NbdClient hasty = NbdClient.haggling(address);
        hasty.option(OPT_ABORT, nothing());
        hasty.close();
    }

    @Test
    void a_client_of_the_first_newstyle_gets_an_export_the_old_way_with_or_without_zeroes() throws IOException {
        for (int flags : new int[] {0, 1, 2, 3}) {
            try (NbdClient client = NbdClient.greeted(address)) {
                client.send(ByteBuffer.allocate(4).putInt(flags));
                client.option(OPT_EXPORT_NAME, nothing());

                assertThat(client.receive(10).getLong()).isEqualTo(1 << 20);
                if ((flags & 2) == 0) {
                    assertThat(client.receive(124)).isEqualTo(ByteBuffer.allocate(124));
                }
                assertThat(client.read(0, 512)).isEqualTo(new byte[512]);
            }
        }
    }
}
