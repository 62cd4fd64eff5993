package io.brownout.nbd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A small client of our own, for what real clients do not let one say: every byte is in the test's hands. Written from the specification, not from the server. */
public final class NbdClient implements AutoCloseable {
    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int DISCONNECT = 2;
    public static final int FLUSH = 3;
    public static final int TRIM = 4;
    public static final int WRITE_ZEROES = 6;
    public static final int FUA = 1;

    private final SocketChannel socket;
    private long cookie = 1;

    private NbdClient(SocketChannel socket) {
        this.socket = socket;
    }

    /** Connects and reads the server's greeting. */
    public static NbdClient greeted(Path path) throws IOException {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(path));
        NbdClient client = new NbdClient(socket);
        ByteBuffer greeting = client.receive(18);
        if (greeting.getLong() != 0x4e42444d41474943L || greeting.getLong() != 0x49484156454F5054L) {
            throw new IOException("not the greeting of an NBD server");
        }
        return client;
    }

    /** Connects and goes over to requests. */
    public static NbdClient connected(Path path) throws IOException {
        NbdClient client = greeted(path);
        client.send(ByteBuffer.allocate(4).putInt(3));
        client.option(7, ByteBuffer.allocate(6).putInt(0).putShort((short) 0));
        int type;
        do {
            type = client.optionReply().type();
        } while (type == 3);
        if (type != 1) {
            throw new IOException("GO was answered with " + Integer.toHexString(type));
        }
        return client;
    }

    public record OptionReply(int option, int type, ByteBuffer data) {}

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
