package io.brownout.device;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Serves a {@link LocalApi} on a TCP port of all addresses, eight requests at a time. Who sends a request or takes an answer too slowly is cut off after the seconds that the JDK's properties {@code
 * sun.net.httpserver.maxReqTime} and {@code maxRspTime} say; the container's image sets both.
 */
final class LocalServer implements AutoCloseable {
    private static final int MOST_AT_ONCE = 8;
    private static final int LONGEST_BODY = 1 << 20;

    private final HttpServer server;
    private final ExecutorService threads;

    private LocalServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for a free one
     */
    static LocalServer start(int port, Function<LocalApi.Request, LocalApi.Reply> api, DeviceLog log)
            throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        ExecutorService threads = Executors.newFixedThreadPool(
                MOST_AT_ONCE, Thread.ofPlatform().daemon().name("local-api-", 0).factory());
        server.setExecutor(threads);
        server.createContext("/", exchange -> serve(exchange, api, log));
        server.start();
        return new LocalServer(server, threads);
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void serve(HttpExchange exchange, Function<LocalApi.Request, LocalApi.Reply> api, DeviceLog log)
            throws IOException {
        try (exchange) {
            LocalApi.Reply reply = reply(exchange, api, log);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static LocalApi.Reply reply(
            HttpExchange exchange, Function<LocalApi.Request, LocalApi.Reply> api, DeviceLog log) {
        try {
            return api.apply(new LocalApi.Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    query(exchange.getRequestURI().getRawQuery()),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                    body(exchange)));
        } catch (IllegalArgumentException | IOException e) {
            return new LocalApi.Reply(400, "Bad Request");
        } catch (RuntimeException e) {
            log.event("request-failed", "path", exchange.getRequestURI().getPath(), "error", e);
            return new LocalApi.Reply(500, "Internal Server Error");
        }
    }

    /** What is longer than any request to this API has is no request to it. */
    private static String body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            throw new IllegalArgumentException("a body of more than %d bytes".formatted(LONGEST_BODY));
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static Map<String, String> query(@org.jspecify.annotations.Nullable String raw) {
        Map<String, String> query = new HashMap<>();
        if (raw != null) {
            for (String part : raw.split("&")) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = equals < 0 ? "" : part.substring(equals + 1);
                query.put(
                        URLDecoder.decode(name, StandardCharsets.UTF_8),
                        URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
