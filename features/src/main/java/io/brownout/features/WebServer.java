package io.brownout.features;

import com.sun.net.httpserver.HttpServer;
import io.brownout.board.HarnessException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** A web server on this machine's loopback that says the same to whoever asks for whatever, and remembers what for. Safe for any thread. */
final class WebServer implements AutoCloseable {
    private final HttpServer server;
    private final Set<String> asked = new ConcurrentSkipListSet<>();

    private WebServer(HttpServer server) {
        this.server = server;
    }

    /** Starts one that says this. */
    static WebServer saying(String text) {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
            WebServer made = new WebServer(server);
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                try (exchange) {
                    made.asked.add(exchange.getRequestURI().getPath());
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                }
            });
            server.start();
            return made;
        } catch (IOException e) {
            throw new HarnessException("a web server could not be started: " + e.getMessage(), e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Returns the paths that it was asked for. */
    Set<String> asked() {
        return Set.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
