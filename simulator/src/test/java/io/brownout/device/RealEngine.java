package io.brownout.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debian's docker.io, started for one test in network, mount and process namespaces of its own: its containers have no network, and no bridge, rule or mount is left when it has gone. Needs root.
 *
 * <p>A machine that has no dockerd, or whose user is not root, cannot run it; {@link #whyNot} says so.
 */
final class RealEngine implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Path folder;
    private Process process;

    private RealEngine(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** Returns what is missing here; empty if nothing is. */
    static String whyNot() {
        if (!Files.isExecutable(Path.of("/usr/sbin/dockerd"))) {
            return "no /usr/sbin/dockerd: install the Debian package docker.io";
        }
        return System.getProperty("user.name").equals("root") ? "" : "dockerd needs root";
    }

    static RealEngine start(Path folder) throws IOException, InterruptedException {
        RealEngine engine = new RealEngine(folder, launch(folder));
        engine.awaitAnswer();
        return engine;
    }

    private static Process launch(Path folder) throws IOException {
        return new ProcessBuilder(List.of(
                        "unshare",
                        "--mount",
                        "--net",
                        // As process 1 of its namespace: when it ends, the kernel ends its containers, and what watches
                        // over them.
                        "--pid",
                        "--fork",
                        "--kill-child=SIGKILL",
                        "--mount-proc",
                        "dockerd",
                        "--data-root=" + folder.resolve("data"),
                        "--exec-root=" + folder.resolve("exec"),
                        "--pidfile=" + folder.resolve("dockerd.pid"),
                        "--host=unix://" + folder.resolve("docker.sock"),
                        "--bridge=none",
                        "--iptables=false",
                        "--ip6tables=false",
                        "--ip-forward=false",
                        "--ip-masq=false"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("dockerd.log").toFile()))
                .start();
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        DockerEngine engine = new DockerEngine(socket());
        long end = System.nanoTime() + START.toNanos();
        while (true) {
            try {
                engine.ping();
                return;
            } catch (EngineException e) {
                if (System.nanoTime() > end || process.waitFor(200, TimeUnit.MILLISECONDS)) {
                    throw new IOException(
                            "expected dockerd to answer within " + START + "; its log: "
                                    + folder.resolve("dockerd.log"),
                            e);
                }
            }
        }
    }

    Path socket() {
        return folder.resolve("docker.sock");
    }

    /** Runs the docker client; returns what it says; fails with it if it fails. */
    String docker(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("docker", "--host=unix://" + socket()));
        line.addAll(List.of(arguments));
        Process client = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(client.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (client.waitFor() != 0) {
            throw new IOException(String.join(" ", line) + ": " + said);
        }
        return said.strip();
    }

    /** Ends it, and with it its containers. */
    void stop() {
        process.children().forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    void startAgain() throws IOException, InterruptedException {
        process = launch(folder);
        awaitAnswer();
    }

    @Override
    public void close() {
        stop();
    }
}
