package io.brownout.features;

import io.brownout.board.HarnessException;
import io.brownout.qemu.PatchCable;
import io.brownout.qemu.PrivateFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A network of boards and of one address of this machine's, 198.18.9.1, in a network namespace of its own: nothing of it reaches any other network, and nothing of them reaches it. Takes root.
 *
 * <p>dnsmasq gives the boards their addresses; a QEMU without a machine is the switch between the namespace's tap and the boards' cables. Both die with it, and the namespace with them. Not safe for several threads.
 */
final class LocalNetwork implements AutoCloseable {
    /** Addresses of 198.18.0.0/15 are for benchmarks (RFC 2544), so no real network of this machine has them. */
    private static final String NAMESPACE = """
            set -e
            ip link set lo up
            ip tuntap add dev lan mode tap
            ip addr add 198.18.9.1/24 dev lan
            ip link set lan up
            exec /usr/sbin/dnsmasq --no-daemon --conf-file=/dev/null --pid-file --port=0 --interface=lan --bind-interfaces \
                --dhcp-range=198.18.9.10,198.18.9.99 --dhcp-option=3 --dhcp-leasefile="$1" --log-facility=- --user=
            """;

    private final PrivateFolder folder;
    private final List<Process> processes = new ArrayList<>();
    private final List<PatchCable> cables = new ArrayList<>();
    private int used;

    private LocalNetwork(PrivateFolder folder) {
        this.folder = folder;
    }

    /** Makes one with room for so many boards, and waits until they can be plugged in. */
    static LocalNetwork of(int boards) {
        LocalNetwork network = new LocalNetwork(PrivateFolder.create(PrivateFolder.usualParent()));
        try {
            network.start(boards);
            return network;
        } catch (IOException | RuntimeException e) {
            network.close();
            throw new HarnessException(
                    "a network for boards could not be made: %s; it takes root and the programs that ./brownout doctor lists"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private void start(int boards) throws IOException {
        Process namespace = launch(List.of(
                "unshare",
                "--net",
                "sh",
                "-c",
                NAMESPACE,
                "sh",
                folder.resolve("leases").toString()));
        await(namespace, "started");
        List<String> hub = new ArrayList<>(inside(
                List.of("qemu-system-aarch64", "-M", "none", "-nodefaults", "-display", "none", "-qmp", "stdio")));
        plug(hub, 0, "tap,id=port0,ifname=lan,script=no,downscript=no");
        for (int board = 1; board <= boards; board++) {
            PatchCable cable = new PatchCable(
                    folder.resolve("board" + board),
                    folder.resolve("hub" + board),
                    "52:54:01:00:00:%02x".formatted(board));
            cables.add(cable);
            plug(hub, board, cable.atFarEnd() + ",id=port" + board);
        }
        // It greets whoever would control it when everything is in its place.
        await(launch(hub), "\"QMP\"");
    }

    private static void plug(List<String> hub, int port, String backend) {
        hub.addAll(
                List.of("-netdev", backend, "-netdev", "hubport,id=hub%1$d,hubid=1,netdev=port%1$d".formatted(port)));
    }

    private Process launch(List<String> command) throws IOException {
        Process process = folder.own(new ProcessBuilder(command))
                .redirectErrorStream(true)
                .start();
        processes.add(process);
        return process;
    }

    private static void await(Process process, String word) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.add(line);
            if (line.contains(word)) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(rest -> {})); // So that it never waits for us.
                return;
            }
        }
        throw new IOException("expected a process to say %s, it ended and said: %s".formatted(word, said));
    }

    /** Returns the next free cable. */
    PatchCable nextCable() {
        return cables.get(used++);
    }

    /** Runs a command of this machine's in the network, which must end with one of these exit codes, and returns what it said. */
    HostTool.Result run(Set<Integer> accepted, List<String> command) {
        return HostTool.run(accepted, inside(command).toArray(String[]::new));
    }

    private List<String> inside(List<String> command) {
        return Stream.concat(
                        Stream.of(
                                "nsenter",
                                "--net=/proc/%d/ns/net"
                                        .formatted(processes.getFirst().pid())),
                        command.stream())
                .toList();
    }

    @Override
    public void close() {
        processes.reversed().forEach(Process::destroyForcibly);
        folder.close();
    }
}
