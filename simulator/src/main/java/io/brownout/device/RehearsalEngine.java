package io.brownout.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** An engine that has every image and one container, and says yes to everything. */
final class RehearsalEngine implements AutoCloseable {
    private static final String CONTAINER = "c0ffee000000c0ffee000000c0ffee000000c0ffee000000c0ffee0000000000";

    private final ServerSocketChannel listener;
    private final CountDownLatch started = new CountDownLatch(1);

    private RehearsalEngine(ServerSocketChannel listener) {
        this.listener = listener;
    }

    static RehearsalEngine start(Path socket) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        RehearsalEngine engine = new RehearsalEngine(listener);
        Thread.ofPlatform().daemon().name("rehearsal-engine").start(engine::accept);
        return engine;
    }

    /** Opens when the container has been started. */
    CountDownLatch hasStarted() {
        return started;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = listener.accept();
                Thread.ofPlatform().daemon().name("rehearsal-connection").start(() -> serve(connection));
            }
        } catch (IOException e) {
            // By close().
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            String request = request(connection);
            String line = request.substring(0, request.indexOf('\r'));
            if (line.contains("/events")) {
                send(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n");
                connection.read(ByteBuffer.allocate(1)); // Until the supervisor ends.
                return;
            }
            String body = answer(line);
            int status = line.contains("/create") ? 201 : body.isEmpty() ? 204 : 200;
            send(connection, "HTTP/1.1 " + status + " OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            if (line.contains("/start")) {
                started.countDown();
            }
        } catch (IOException e) {
            // The supervisor is told by the end of the connection.
        }
    }

    private static String answer(String line) {
        if (line.contains("/_ping")) {
            return "OK";
        }
        if (line.contains("/images/")) {
            return "{\"Id\":\"sha256:1\"}";
        }
        if (line.contains("/create")) {
            return "{\"Id\":\"" + CONTAINER + "\",\"Warnings\":[]}";
        }
        if (line.contains("/containers/json")) {
            return "[{\"Id\":\"" + CONTAINER
                    + "\",\"Names\":[\"/old\"],\"Image\":\"old:1\",\"ImageID\":\"sha256:0\",\"State\":\"exited\",\"Created\":1,\"Labels\":{\""
                    + Labels.APP_ID + "\":\"1\",\"" + Labels.SERVICE_NAME + "\":\"main\"}}]";
        }
        if (line.startsWith("GET ") && line.contains("/volumes")) {
            return "{\"Volumes\":[]}";
        }
        if (line.startsWith("GET ") && line.contains("/networks")) {
            return "[]";
        }
        return "";
    }

    /** Reads up to the end of the body, as its length says. */
    private static String request(SocketChannel connection) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(4096);
        while (connection.read(some) >= 0) {
            whole.write(some.array(), 0, some.position());
            some.clear();
            String text = whole.toString(StandardCharsets.UTF_8);
            int end = text.indexOf("\r\n\r\n");
            int length = text.indexOf("Content-Length: ");
            if (end >= 0 && length >= 0 && whole.size() >= end + 4 + number(text, length + 16)) {
                return text;
            }
        }
        throw new IOException("the supervisor closed the connection in its request");
    }

    private static int number(String text, int from) {
        return Integer.parseInt(text.substring(from, text.indexOf('\r', from)));
    }

    private static void send(SocketChannel connection, String text) throws IOException {
        ByteBuffer out = StandardCharsets.UTF_8.encode(text);
        while (out.hasRemaining()) {
            connection.write(out);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
