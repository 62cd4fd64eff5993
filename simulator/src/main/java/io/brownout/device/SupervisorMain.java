package io.brownout.device;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The program in the container {@code resin_supervisor}. Its surroundings tell it where things are:
 *
 * <table>
 * <caption>Environment</caption>
 * <tr><th>variable</th><th>what</th><th>without it</th></tr>
 * <tr><td>{@code DOCKER_SOCKET}</td><td>the engine's UNIX socket</td><td>{@code /var/run/docker.sock}</td></tr>
 * <tr><td>{@code CONFIG_JSON}</td><td>the device's config.json</td><td>{@code /boot/config.json}</td></tr>
 * <tr><td>{@code DATA_FOLDER}</td><td>where it keeps what must survive</td><td>{@code /data}</td></tr>
 * <tr><td>{@code HOST_OS_RELEASE}</td><td>the host's os-release</td><td>{@code /host/os-release}</td></tr>
 * <tr><td>{@code HOST_FOLDER}</td><td>a folder of the host's at the same place: update locks, and what the host is asked for</td><td>{@code /run/resin-supervisor}</td></tr>
 * <tr><td>{@code LISTEN_PORT}</td><td>of the local API</td><td>{@code listenPort} of config.json, or 48484</td></tr>
 * <tr><td>{@code SUPERVISOR_VERSION}</td><td>what it says it is</td><td>{@code 0.0.0}</td></tr>
 * </table>
 *
 * <p>Writes one line an event on standard output. Ends with 0 on SIGTERM, and when the device has taken another identity, under which it is to be started; with 1 if its port is taken or its data folder is missing. The containers it keeps live on without it.
 */
public final class SupervisorMain {
    private SupervisorMain() {}

    /** Runs until it is told to end; with the word {@code rehearse}, plays its part once against an engine of its own making, for the build of its image, and ends. */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        PrintStream out =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        DeviceLog log = out::println;
        if (arguments.length == 1 && arguments[0].equals("rehearse")) {
            Rehearsal.run(log);
            return;
        }
        Map<String, String> environment = System.getenv();
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            told.countDown();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try (Supervisor supervisor = start(environment, told::countDown, log)) {
            log.event("supervisor-started", "port", supervisor.port(), "after", uptime());
            told.await();
            log.event("supervisor-stopping");
        } catch (IOException | RuntimeException e) {
            log.event("supervisor-failed", "error", e);
            ended.countDown();
            System.exit(1);
        }
        ended.countDown();
    }

    static Supervisor start(Map<String, String> environment, Runnable anew, DeviceLog log) throws IOException {
        Path socket = path(environment, "DOCKER_SOCKET", "/var/run/docker.sock");
        Path data = path(environment, "DATA_FOLDER", "/data");
        ConfigFile config = withIdentity(ConfigFile.read(path(environment, "CONFIG_JSON", "/boot/config.json")), log);
        config.trouble()
                .ifPresent(trouble ->
                        log.event("config-unreadable", "error", trouble, "then", "defaults, local API closed"));
        if (!Files.isDirectory(data)) {
            throw new IOException("expected the data folder " + data
                    + ", found none: mount one there, or name another in DATA_FOLDER");
        }
        Path host = path(environment, "HOST_FOLDER", "/run/resin-supervisor");
        DeviceIdentity device = new DeviceIdentity(
                config.uuid().orElse(""),
                config.deviceType().orElse(""),
                osVersion(path(environment, "HOST_OS_RELEASE", "/host/os-release")),
                environment.getOrDefault("SUPERVISOR_VERSION", "0.0.0"),
                Optional.of(host.resolve(Supervisor.LOCKS)).filter(locks -> Files.isDirectory(host)));
        int port = Optional.ofNullable(environment.get("LISTEN_PORT"))
                .map(Integer::parseInt)
                .orElse(config.listenPort());
        log.event(
                "supervisor-starting",
                "version",
                device.supervisorVersion(),
                "uuid",
                device.uuid(),
                "engine",
                socket,
                "local-api",
                config.unmanaged() ? "open" : "with key");
        return Supervisor.start(new DockerEngine(socket), data, config, device, host, port, anew, log);
    }

    private static ConfigFile withIdentity(ConfigFile config, DeviceLog log) {
        try {
            return Provisioning.withIdentity(config, new SecureRandom());
        } catch (IOException e) {
            log.event("identity-not-kept", "error", e, "then", "the device stays unknown to its fleet");
            return config;
        }
    }

    private static Path path(Map<String, String> environment, String name, String usual) {
        return Path.of(environment.getOrDefault(name, usual));
    }

    /** Seconds since this process began, so that a log tells what a start has cost. */
    private static String uptime() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> java.time.Duration.between(start, java.time.Instant.now())
                                .toMillis() + "ms")
                .orElse("?");
    }

    private static String osVersion(Path release) {
        try {
            for (String line : Files.readAllLines(release)) {
                if (line.startsWith("PRETTY_NAME=")) {
                    return line.substring(12).replaceAll("^[\"']|[\"']$", "");
                }
            }
        } catch (IOException e) {
            // Not every host shows its own; then its version is not known.
        }
        return "";
    }
}
