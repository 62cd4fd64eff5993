package io.brownout.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;

/** A server on a UNIX socket that answers as the test has told it, byte for byte, and keeps the requests. An answer that ends in {@link #OPEN} leaves the connection open. */
final class EngineOnSocket implements AutoCloseable {
    static final String OPEN = "\0";

    final LinkedBlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final Map<String, String> answers = new LinkedHashMap<>();
    private final List<SocketChannel> open = new ArrayList<>();
    private final Path socket;
    private final ServerSocketChannel listener;

    EngineOnSocket(Path socket) throws IOException {
        this.socket = socket;
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::accept);
    }

    /** Answers requests whose first line contains a text with a status and a body of known length. */
    EngineOnSocket answering(String line, int status, String body) {
        return answering(
                line,
                "HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(status, body.getBytes(StandardCharsets.UTF_8).length, body));
    }

    /** Answers requests whose first line contains a text with these bytes. */
    synchronized EngineOnSocket answering(String line, String bytes) {
        answers.put(line, bytes);
        return this;
    }

    /** Goes on with the answers that are open. */
    synchronized void say(String bytes) throws IOException {
        for (SocketChannel connection : open) {
            connection.write(StandardCharsets.UTF_8.encode(bytes));
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = listener.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // By close().
        }
    }

    private void serve(SocketChannel connection) {
        try {
            String request = request(connection);
            String answer = answer(request.lines().findFirst().orElse(""));
            connection.write(StandardCharsets.UTF_8.encode(answer.replace(OPEN, "")));
            if (answer.endsWith(OPEN)) {
                synchronized (this) {
                    open.add(connection);
                }
            } else {
                connection.close();
            }
            requests.add(request);
        } catch (IOException e) {
            // The client is told by the end of the connection.
        }
    }

    private synchronized String answer(String line) {
        return answers.entrySet().stream()
                .filter(it -> line.contains(it.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("HTTP/1.1 404 Not Found\r\nContent-Length: 26\r\n\r\n{\"message\":\"no such thing\"}");
    }

    private static String request(SocketChannel connection) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(4096);
        while (connection.read(some) >= 0) {
            whole.write(some.array(), 0, some.position());
            some.clear();
            String text = whole.toString(StandardCharsets.UTF_8);
            int end = text.indexOf("\r\n\r\n");
            if (end >= 0 && whole.size() >= end + 4 + length(text)) {
                return text;
            }
        }
        return whole.toString(StandardCharsets.UTF_8);
    }

    private static int length(String head) {
        String rest = head.substring(head.indexOf("Content-Length: ") + 16);
        return Integer.parseInt(rest.substring(0, rest.indexOf('\r')));
    }

    /** Ends as an engine does that is killed: its connections too, and its socket stays behind. */
    @Override
    public synchronized void close() throws IOException {
        listener.close();
        for (SocketChannel connection : open) {
            connection.close();
        }
        Files.deleteIfExists(socket);
    }
}
