package io.brownout.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * As much of HTTP/1.1 (RFC 9112) as an engine's API speaks on its UNIX socket: a connection for each request; answers with a length, in chunks, or up to the end of the connection. Safe for any
 * thread.
 */
final class EngineHttp {
    private static final int MOST_BODY = 16 << 20;

    private final Path socket;

    EngineHttp(Path socket) {
        this.socket = socket;
    }

    /** An answer with its whole body. */
    record Answer(int status, String body) {}

    /** Encodes a value for a query. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Asks and waits for the whole answer; {@link EngineException} that names the socket if there is none in time. */
    Answer ask(String method, String target, Optional<Json> body, Duration within) {
        try (EngineSocket connection = EngineSocket.connect(socket, within)) {
            connection.write(request(method, target, Map.of(), body));
            int status = status(connection);
            Map<String, String> headers = headers(connection);
            byte[] content = status == 204 || status == 304 ? new byte[0] : content(connection, headers);
            return new Answer(status, new String(content, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new EngineException("the engine at %s: %s".formatted(socket, said(e)), e);
        }
    }

    /** Connects for an answer that goes on and on; {@link #begin} asks for it. The caller can end all its waits by closing the connection. */
    EngineSocket connect(Duration within) throws IOException {
        return EngineSocket.connect(socket, within);
    }

    /** Asks for an answer that goes on and on, and returns when its head is there; the connection's next bytes are the body, for {@link #chunk}. */
    static void begin(EngineSocket connection, String method, String target, Map<String, String> further)
            throws IOException {
        connection.write(request(method, target, further, Optional.empty()));
        int status = status(connection);
        Map<String, String> headers = headers(connection);
        if (status != 200) {
            String body = new String(content(connection, headers), StandardCharsets.UTF_8);
            throw new IOException("expected 200 for " + target + ", saw " + status + ": " + body.strip());
        }
    }

    static String said(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static byte[] request(String method, String target, Map<String, String> further, Optional<Json> body) {
        byte[] content = body.map(Json::written).map(EngineSocket::bytes).orElse(new byte[0]);
        // Concatenated, here and below without regular expressions: a Formatter has the JDK load its locale data, which
        // an emulated CPU feels.
        StringBuilder lines = new StringBuilder();
        further.forEach(
                (name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
        byte[] head = EngineSocket.bytes(method + " " + target + " HTTP/1.1\r\nHost: engine\r\nConnection: close\r\n"
                + lines + "Content-Type: application/json\r\nContent-Length: " + content.length + "\r\n\r\n");
        byte[] request = new byte[head.length + content.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(content, 0, request, head.length, content.length);
        return request;
    }

    private static int status(EngineSocket connection) throws IOException {
        String line = connection.line();
        try {
            if (line.startsWith("HTTP/1.") && line.length() >= 12) {
                return Integer.parseInt(line, 9, 12, 10);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new IOException("expected an HTTP status line, saw \"" + line + "\"");
    }

    private static Map<String, String> headers(EngineSocket connection) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = connection.line(); !line.isEmpty(); line = connection.line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static byte[] content(EngineSocket connection, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            for (byte[] chunk = chunk(connection); chunk.length > 0; chunk = chunk(connection)) {
                bounded(whole.size() + (long) chunk.length);
                whole.writeBytes(chunk);
            }
            return whole.toByteArray();
        }
        String length = headers.get("content-length");
        if (length != null) {
            try {
                return connection.read(bounded(Long.parseLong(length)));
            } catch (NumberFormatException e) {
                throw new IOException("expected a length, saw \"" + length + "\"", e);
            }
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int next = connection.read(); next >= 0; next = connection.read()) {
            bounded(whole.size() + 1L);
            whole.write(next);
        }
        return whole.toByteArray();
    }

    /** Reads the next chunk of a body; an empty one is the last. */
    static byte[] chunk(EngineSocket connection) throws IOException {
        String size = connection.line();
        int end = size.indexOf(';');
        try {
            int length = bounded(Long.parseLong((end < 0 ? size : size.substring(0, end)).strip(), 16));
            byte[] chunk = connection.read(length);
            connection.line();
            return chunk;
        } catch (NumberFormatException e) {
            throw new IOException("expected the size of a chunk, saw \"" + size + "\"", e);
        }
    }

    private static int bounded(long length) throws IOException {
        if (length < 0 || length > MOST_BODY) {
            throw new IOException("expected an answer of at most " + MOST_BODY + " bytes, saw " + length);
        }
        return (int) length;
    }
}
