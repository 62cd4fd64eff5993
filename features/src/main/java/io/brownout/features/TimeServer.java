package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.qemu.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A time server on this machine's loopback that gives this machine's time: Debian's chrony, which leaves this machine's clock alone.
 *
 * <p>Not safe for several threads. Its process dies with it, and with this program.
 */
final class TimeServer implements AutoCloseable {
    private static final String DAEMON = "usr/sbin/chronyd";
    private static final String CLIENT = "usr/bin/chronyc";

    private final ServerProcess process;
    private final PrivateFolder folder;
    private final Path programs;
    private final int port;

    private TimeServer(ServerProcess process, PrivateFolder folder, Path programs, int port) {
        this.process = process;
        this.folder = folder;
        this.programs = programs;
        this.port = port;
    }

    /** Starts one, and waits until it serves. */
    static TimeServer start(Deadline deadline) {
        // Installed as a package it would take this machine's own clock over.
        Path programs = DebianProgram.folder("chrony", DAEMON);
        PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent());
        int port = ServerProcess.freeUdpPort();
        try {
            Files.writeString(folder.resolve("configuration"), """
                    port %d
                    bindaddress 127.0.0.1
                    allow 127.0.0.0/8
                    local stratum 1
                    cmdport 0
                    bindcmdaddress %s
                    pidfile %s
                    """.formatted(
                            port, folder.resolve("commands"), folder.resolve("pid")));
        } catch (IOException e) {
            folder.close();
            throw new HarnessException("the time server's configuration could not be written: " + e.getMessage(), e);
        }
        ServerProcess process = new ServerProcess(
                folder,
                List.of(
                        programs.resolve(DAEMON).toString(),
                        "-d",
                        "-x",
                        "-U",
                        "-u",
                        System.getProperty("user.name"),
                        "-f",
                        folder.resolve("configuration").toString()),
                line -> {});
        process.await("Disabled control of system clock", deadline);
        return new TimeServer(process, folder, programs, port);
    }

    int port() {
        return port;
    }

    /** Returns how often it has been asked for the time since it started. */
    long asked() {
        String counts = HostTool.run(
                        programs.resolve(CLIENT).toString(),
                        "-h",
                        folder.resolve("commands").toString(),
                        "-c",
                        "serverstats")
                .text();
        return Long.parseLong(counts.strip().split(",")[0]);
    }

    @Override
    public void close() {
        process.close();
    }
}
