package io.brownout.features;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.brownout.board.HarnessException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Offers the files of an update bundle over HTTP on this machine's loopback, at a port the system chooses. It knows ranges to the end of a file (RFC 9110, section 14), which is what resumes a download. */
final class ReleaseServer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-");
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_FOUND = 404;
    private static final int NOT_SATISFIABLE = 416;
    private static final int NO_BODY = -1;

    private final HttpServer server;
    private final ExecutorService threads;

    private ReleaseServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    static ReleaseServer offering(Path folder) {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(exchange, folder));
            server.start();
            return new ReleaseServer(server, threads);
        } catch (IOException e) {
            throw new HarnessException(
                    "the release could not be offered on the network: %s".formatted(e.getMessage()), e);
        }
    }

    private static void answer(HttpExchange exchange, Path folder) throws IOException {
        try (exchange) {
            String name = exchange.getRequestURI().getPath().substring(1);
            Path file = folder.resolve(name);
            if (name.contains("/") || !Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
                return;
            }
            long size = Files.size(file);
            String asked = exchange.getRequestHeaders().getFirst("Range");
            Matcher range = RANGE.matcher(asked == null ? "" : asked);
            long from = range.matches() ? Long.parseLong(range.group(1)) : 0;
            if (from >= size) {
                exchange.sendResponseHeaders(NOT_SATISFIABLE, NO_BODY);
                return;
            }
            if (range.matches()) {
                exchange.getResponseHeaders().set("Content-Range", "bytes %d-%d/%d".formatted(from, size - 1, size));
            }
            exchange.sendResponseHeaders(range.matches() ? PARTIAL : OK, size - from);
            try (InputStream content = Files.newInputStream(file);
                    OutputStream body = exchange.getResponseBody()) {
                content.skipNBytes(from);
                content.transferTo(body);
            }
        }
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
