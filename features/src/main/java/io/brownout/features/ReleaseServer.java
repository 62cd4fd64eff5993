package io.brownout.features;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import io.brownout.board.HarnessException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** Offers the files of an update bundle over HTTP on this machine's loopback, at a port the system chooses. */
final class ReleaseServer implements AutoCloseable {
    private final HttpServer server;

    private ReleaseServer(HttpServer server) {
        this.server = server;
    }

    static ReleaseServer offering(Path folder) {
        try {
            InetSocketAddress free = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
            HttpServer server =
                    SimpleFileServer.createFileServer(free, folder.toAbsolutePath(), SimpleFileServer.OutputLevel.NONE);
            server.start();
            return new ReleaseServer(server);
        } catch (java.io.IOException | java.io.UncheckedIOException e) {
            throw new HarnessException(
                    "the release could not be offered on the network: %s".formatted(e.getMessage()), e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
