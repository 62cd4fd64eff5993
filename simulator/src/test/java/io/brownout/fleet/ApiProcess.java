package io.brownout.fleet;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** An API in a process of its own, so that a test can kill it: its database is the first argument; it says its port when it listens. */
final class ApiProcess {
    private ApiProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        ApiServer server = ApiServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Path.of(arguments[0]),
                ApiServer.Settings.of("registry.test"));
        System.out.println(server.address().getPort());
        Thread.currentThread().join();
    }
}
