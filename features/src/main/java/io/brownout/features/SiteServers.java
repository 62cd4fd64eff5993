package io.brownout.features;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.brownout.qemu.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The web servers of a site that are not ours: a captive portal's, a stranger's, and one that tells callers who they are. Safe for any thread. */
final class SiteServers implements AutoCloseable {
    private static final int HTTP = 80;
    private static final int OK = 200;
    private static final int FOUND = 302;
    private static final int NOT_FOUND = 404;
    private static final int NO_BODY = -1;
    static final String LOGIN = "/login";
    private static final String PAGE = """
            <!DOCTYPE html>
            <html><head><title>Welcome to our guests' network</title></head>
            <body><form method="post" action="/login"><p>Room number <input name="room"></p><button>Connect</button></form></body></html>
            """;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> portalRequests = new CopyOnWriteArrayList<>();

    /** Starts them in a namespace that has these addresses. */
    static SiteServers in(NetworkNamespace namespace, String portal, String stranger, String mirror) {
        SiteServers servers = new SiteServers();
        servers.serve(namespace, portal, exchange -> servers.showPage(exchange, portal));
        servers.serve(namespace, stranger, SiteServers::refuse);
        servers.serve(namespace, mirror, SiteServers::sayWhoAsks);
        return servers;
    }

    private void serve(NetworkNamespace namespace, String address, HttpHandler handler) {
        HttpServer server = namespace.inside(() -> HttpServer.create(new InetSocketAddress(address, HTTP), 0));
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
        servers.add(server);
    }

    /** Whatever was asked for, it is the way to the login page. */
    private void showPage(HttpExchange exchange, String address) throws IOException {
        try (exchange) {
            String asked = exchange.getRequestURI().getPath();
            portalRequests.add(asked);
            if (!asked.equals(LOGIN)) {
                exchange.getResponseHeaders().set("Location", "http://" + address + LOGIN);
                exchange.sendResponseHeaders(FOUND, NO_BODY);
                return;
            }
            byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(OK, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    private static void refuse(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
        }
    }

    private static void sayWhoAsks(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] address =
                    exchange.getRemoteAddress().getAddress().getHostAddress().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(OK, address.length);
            exchange.getResponseBody().write(address);
        }
    }

    /** Returns the paths that the portal has been asked for, in order. */
    List<String> portalRequests() {
        return List.copyOf(portalRequests);
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }
}
