package io.brownout.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Slurm cluster of this one machine: its own configuration, key, ports and folders, none of the system's. Its daemons end when it is closed. */
final class OneNodeSlurm implements AutoCloseable {
    private static final List<Path> PROGRAMS = Stream.of(
                    "/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/sbatch")
            .map(Path::of)
            .toList();

    private final Path folder;
    private final List<Process> daemons = new ArrayList<>();

    private OneNodeSlurm(Path folder) {
        this.folder = folder;
    }

    /** Says whether Debian's packages munge, slurmctld, slurmd and slurm-client are there. */
    static boolean isInstalled() {
        return PROGRAMS.stream().allMatch(Files::isExecutable);
    }

    /** Starts it; returns when it takes jobs. */
    static OneNodeSlurm start(Path folder) throws IOException {
        OneNodeSlurm slurm = new OneNodeSlurm(folder);
        try {
            slurm.startAll();
            return slurm;
        } catch (IOException | RuntimeException e) {
            slurm.close();
            throw e;
        }
    }

    /** Returns the file that {@code SLURM_CONF} must name. */
    Path configuration() {
        return folder.resolve("slurm.conf");
    }

    private void startAll() throws IOException {
        Files.createDirectories(folder.resolve("state"));
        Files.createDirectories(folder.resolve("spool"));
        Path key = folder.resolve("munge.key");
        byte[] secret = new byte[128];
        new SecureRandom().nextBytes(secret);
        Files.write(key, secret);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
        String host = InetAddress.getLocalHost().getHostName();
        Files.writeString(configuration(), configuration(host));
        daemon(
                "Created socket",
                "/usr/sbin/munged",
                "--foreground",
                "--force", // A test's folder is nobody else's to look into, of which munged would not approve.
                "--socket=" + folder.resolve("munge.socket"),
                "--key-file=" + key,
                "--log-file=" + folder.resolve("munge.log"),
                "--pid-file=" + folder.resolve("munge.pid"),
                "--seed-file=" + folder.resolve("munge.seed"));
        daemon("Running as primary controller", "/usr/sbin/slurmctld", "-D", "-c");
        daemon("slurmd started", "/usr/sbin/slurmd", "-D", "-c", "-N", host);
    }

    /** Neither cgroups nor accounting: they need a machine that was set up for them. */
    private String configuration(String host) throws IOException {
        return """
                ClusterName=one
                SlurmctldHost=%1$s(127.0.0.1)
                SlurmctldPort=%2$d
                SlurmdPort=%3$d
                AuthType=auth/munge
                AuthInfo=socket=%4$s/munge.socket
                SlurmUser=%5$s
                SlurmdUser=%5$s
                StateSaveLocation=%4$s/state
                SlurmdSpoolDir=%4$s/spool
                SlurmctldPidFile=%4$s/slurmctld.pid
                SlurmdPidFile=%4$s/slurmd.pid
                ProctrackType=proctrack/linuxproc
                TaskPlugin=task/none
                JobAcctGatherType=jobacct_gather/none
                AccountingStorageType=accounting_storage/none
                SelectType=select/cons_tres
                SelectTypeParameters=CR_Core
                SlurmdParameters=config_overrides
                NodeName=%1$s NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
                PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
                """.formatted(host, freePort(), freePort(), folder, System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void daemon(String ready, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SLURM_CONF", configuration().toString());
        Process process = builder.start();
        daemons.addFirst(process);
        BufferedReader output = process.inputReader(UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line == null || !line.contains(ready); line = output.readLine()) {
            if (line == null) {
                throw new IllegalStateException("%s ended, expected \"%s\": %s".formatted(command[0], ready, said));
            }
            said.append(line).append('\n');
        }
        Thread.startVirtualThread(() -> drain(output));
    }

    /** A daemon whose output nobody reads stands still. */
    private static void drain(BufferedReader output) {
        try (output) {
            while (output.readLine() != null) {
                // Nobody wants it any more.
            }
        } catch (IOException e) {
            // Its output is closed when it is ended.
        }
    }

    @Override
    public void close() {
        try {
            if (daemons.size() == 3) {
                ProcessBuilder cancel =
                        new ProcessBuilder("scancel", "--full", "--user", System.getProperty("user.name"));
                cancel.environment().put("SLURM_CONF", configuration().toString());
                cancel.start().waitFor();
            }
            for (Process daemon : daemons) {
                daemon.destroy();
                daemon.waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            daemons.forEach(Process::destroyForcibly);
        }
    }
}
