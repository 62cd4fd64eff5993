package io.brownout.nbd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small client of our own, for what real clients do not let one say: every byte is in the test's hands. Written from the specification, not from the server. */
public final class NbdClient implements AutoCloseable {
    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int DISCONNECT = 2;
    public static final int FLUSH = 3;
    public static final int TRIM = 4;
    public static final int CACHE = 5;
    public static final int WRITE_ZEROES = 6;
    public static final int BLOCK_STATUS = 7;
    public static final int FUA = 1;
    public static final int NO_HOLE = 2;
    public static final int DF = 4;
    public static final int REQ_ONE = 8;
    public static final int FAST_ZERO = 16;
    public static final int OPT_EXPORT_NAME = 1;
    public static final int OPT_ABORT = 2;
    public static final int OPT_LIST = 3;
    public static final int OPT_STARTTLS = 5;
    public static final int OPT_INFO = 6;
    public static final int OPT_GO = 7;
    public static final int OPT_STRUCTURED_REPLY = 8;
    public static final int OPT_LIST_META_CONTEXT = 9;
    public static final int OPT_SET_META_CONTEXT = 10;
    public static final int REP_ACK = 1;

    private final SocketChannel socket;
    private long cookie = 1;

    private NbdClient(SocketChannel socket) {
        this.socket = socket;
    }

    /** Connects and reads the server's greeting. */
    public static NbdClient greeted(Path path) throws IOException {
        return greeted(UnixDomainSocketAddress.of(path));
    }

    public static NbdClient greeted(SocketAddress address) throws IOException {
        NbdClient client = new NbdClient(SocketChannel.open(address));
        ByteBuffer greeting = client.receive(18);
        if (greeting.getLong() != 0x4e42444d41474943L || greeting.getLong() != 0x49484156454F5054L) {
            throw new IOException("not the greeting of an NBD server");
        }
        return client;
    }

    /** Connects and says which flags it understands. */
    public static NbdClient haggling(SocketAddress address) throws IOException {
        NbdClient client = greeted(address);
        client.send(ByteBuffer.allocate(4).putInt(3));
        return client;
    }

    /** Connects and goes over to requests. */
    public static NbdClient connected(Path path) throws IOException {
        return connected(UnixDomainSocketAddress.of(path));
    }

    public static NbdClient connected(SocketAddress address) throws IOException {
        NbdClient client = haggling(address);
        client.go("");
        return client;
    }

    /** Connects and goes over to requests, with structured replies and {@code base:allocation}. */
    public static NbdClient structured(SocketAddress address) throws IOException {
        NbdClient client = haggling(address);
        client.haggle(OPT_STRUCTURED_REPLY, ByteBuffer.allocate(0));
        client.haggle(OPT_SET_META_CONTEXT, queries("", "base:allocation"));
        client.go("");
        return client;
    }

    /** An option's answer; texts of errors are its data. */
    public record OptionReply(int option, int type, ByteBuffer data) {
        public String text() {
            return UTF_8.decode(data.duplicate()).toString();
        }

        public boolean isFinal() {
            return type == REP_ACK || type < 0;
        }
    }

    /** The data of INFO and GO. */
    public static ByteBuffer export(String name, int... wanted) {
        byte[] bytes = name.getBytes(UTF_8);
        ByteBuffer data = ByteBuffer.allocate(6 + bytes.length + 2 * wanted.length)
                .putInt(bytes.length)
                .put(bytes)
                .putShort((short) wanted.length);
        for (int one : wanted) {
            data.putShort((short) one);
        }
        return data;
    }

    /** The data of LIST_META_CONTEXT and SET_META_CONTEXT. */
    public static ByteBuffer queries(String name, String... queries) {
        ByteBuffer data = ByteBuffer.allocate(1 << 16);
        byte[] bytes = name.getBytes(UTF_8);
        data.putInt(bytes.length).put(bytes).putInt(queries.length);
        for (String query : queries) {
            data.putInt(query.length()).put(query.getBytes(UTF_8));
        }
        return data;
    }

    /** Goes over to requests to an export; returns what the server tells of it. */
    public List<OptionReply> go(String name, int... wanted) throws IOException {
        List<OptionReply> replies = haggle(OPT_GO, export(name, wanted));
        if (replies.getLast().type() != REP_ACK) {
            throw new IOException("GO was answered with " + replies.getLast().text());
        }
        return replies;
    }

    /** Sends an option and returns its answers, the final one last. */
    public List<OptionReply> haggle(int option, ByteBuffer data) throws IOException {
        option(option, data);
        List<OptionReply> replies = new ArrayList<>();
        do {
            replies.add(optionReply());
        } while (!replies.getLast().isFinal());
        return replies;
    }

    public void option(int option, ByteBuffer data) throws IOException {
        data.flip();
        send(ByteBuffer.allocate(16 + data.remaining())
                .putLong(0x49484156454F5054L)
                .putInt(option)
                .putInt(data.remaining())
                .put(data));
    }

    public OptionReply optionReply() throws IOException {
        ByteBuffer header = receive(20);
        if (header.getLong() != 0x3e889045565a9L) {
            throw new IOException("not an option reply");
        }
        int option = header.getInt();
        int type = header.getInt();
        return new OptionReply(option, type, receive(header.getInt()));
    }

    /** Sends raw bytes, all that was put into the buffer. */
    public void send(ByteBuffer data) throws IOException {
        data.flip();
        while (data.hasRemaining()) {
            socket.write(data);
        }
    }

    public ByteBuffer receive(int bytes) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(bytes);
        while (data.hasRemaining()) {
            if (socket.read(data) < 0) {
                throw new EOFException("the server has closed the connection");
            }
        }
        return data.flip();
    }

    public void request(int flags, int type, long offset, int length, byte[] payload) throws IOException {
        cookie++;
        send(ByteBuffer.allocate(28 + payload.length)
                .putInt(0x25609513)
                .putShort((short) flags)
                .putShort((short) type)
                .putLong(cookie)
                .putLong(offset)
                .putInt(length)
                .put(payload));
    }

    /** Waits for the answer to the last request; returns its error. */
    public int answer() throws IOException {
        ByteBuffer reply = receive(16);
        if (reply.getInt() != 0x67446698) {
            throw new IOException("not a simple reply");
        }
        int error = reply.getInt();
        if (reply.getLong() != cookie) {
            throw new IOException("the answer is to another request");
        }
        return error;
    }

    /** A chunk of a structured reply. */
    public record Chunk(int flags, int type, ByteBuffer payload) {
        /** The error in an error chunk. */
        public int error() {
            if (type != (short) 0x8001) {
                throw new IllegalStateException("a chunk of type " + type + ", expected an error");
            }
            return payload.getInt(0);
        }

        public String reason() {
            byte[] text = new byte[payload.getShort(4)];
            payload.get(6, text);
            return new String(text, UTF_8);
        }
    }

    /** Waits for the next chunk of the answer to the last request. */
    public Chunk chunk() throws IOException {
        ByteBuffer header = receive(20);
        if (header.getInt() != 0x668e33ef) {
            throw new IOException("not a chunk");
        }
        int flags = header.getShort();
        int type = header.getShort();
        if (header.getLong() != cookie) {
            throw new IOException("the answer is to another request");
        }
        return new Chunk(flags, type, receive(header.getInt()));
    }

    private void succeed() throws IOException {
        int error = answer();
        if (error != 0) {
            throw new IOException("the request failed with error " + error);
        }
    }

    public byte[] read(long offset, int length) throws IOException {
        request(0, READ, offset, length, new byte[0]);
        succeed();
        byte[] content = new byte[length];
        receive(length).get(content);
        return content;
    }

    public void write(long offset, byte[] content) throws IOException {
        request(0, WRITE, offset, content.length, content);
        succeed();
    }

    public void writeText(long offset, String text) throws IOException {
        write(offset, java.util.Arrays.copyOf(text.getBytes(UTF_8), 512));
    }

    public void perform(int type, long offset, int length) throws IOException {
        request(0, type, offset, length, new byte[0]);
        succeed();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
