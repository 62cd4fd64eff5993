package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.qemu.NetworkLink;
import io.brownout.qemu.NetworkNamespace;
import io.brownout.qemu.PrivateFolder;
import io.brownout.qemu.Uplink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The network of the place where a device stands: a line that can be bad ({@link NetworkLink}), addresses, a name server that can lie, a captive portal. All but the line are real programs of Debian's in a network namespace, so that nothing
 * of it reaches any other network. Takes root; one board.
 *
 * <p>A QEMU without a machine passes the frames on between the line and the namespace's tap. The releases that this program offers on its loopback are at http://releases.test/ there. Not safe for several threads.
 */
final class SiteNetwork implements Uplink, AutoCloseable {
    /** Addresses of 198.18.0.0/15 are for benchmarks (RFC 2544), so no real network of this machine has them. */
    static final String WORLD = "198.18.10.1";

    static final String PORTAL = "198.18.10.2";
    static final String STRANGER = "198.18.10.3";
    /** Where a web server tells callers from which address they come. */
    static final String MIRROR = "198.18.10.4";

    static final String BOARD = "198.18.10.15";
    private static final int HTTP = 80;
    private static final Duration ADDRESSED = Duration.ofMinutes(1);
    private static final String SETUP = """
            set -e
            ip link set lo up
            ip tuntap add dev site mode tap
            for address in %s %s %s %s; do
                ip addr add $address/24 dev site
            done
            ip link set site up
            """.formatted(WORLD, PORTAL, STRANGER, MIRROR);

    private final PrivateFolder folder;
    private final NetworkNamespace namespace;
    private final NetworkLink link;
    private final SiteProcesses processes;
    private final SiteNames names;
    private final Map<Integer, UnsteadyLine> forwards = new HashMap<>();
    private final List<AutoCloseable> others = new ArrayList<>();
    private @Nullable SiteServers servers;

    private SiteNetwork(PrivateFolder folder, NetworkNamespace namespace, long seed) {
        this.folder = folder;
        this.namespace = namespace;
        this.link = NetworkLink.open(folder, seed);
        this.processes = new SiteProcesses(folder, namespace);
        this.names = new SiteNames(processes, namespace);
    }

    /** Makes one without faults, and waits until a board can be connected to it. */
    static SiteNetwork create(long seed) {
        PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent());
        NetworkNamespace namespace;
        try {
            namespace = NetworkNamespace.create();
        } catch (HarnessException e) {
            folder.close();
            throw e;
        }
        SiteNetwork site = new SiteNetwork(folder, namespace, seed);
        try {
            site.start();
            return site;
        } catch (IOException | RuntimeException e) {
            site.close();
            throw new HarnessException(
                    "the network of a site could not be made: %s; it takes root and the programs that ./brownout doctor lists"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    private void start() throws IOException {
        processes.run(List.of("sh", "-c", SETUP));
        processes.start(
                List.of(
                        "/usr/sbin/dnsmasq",
                        "--no-daemon",
                        "--conf-file=/dev/null",
                        "--pid-file",
                        "--port=0",
                        "--interface=site",
                        "--bind-interfaces",
                        "--dhcp-range=%1$s,%1$s".formatted(BOARD),
                        "--dhcp-option=option:router," + WORLD,
                        "--dhcp-option=option:dns-server," + WORLD,
                        "--dhcp-leasefile=" + folder.resolve("leases"),
                        "--log-facility=-",
                        "--user="),
                "started, version");
        names.become(NameAnswers.RIGHT);
        servers = SiteServers.in(namespace, PORTAL, STRANGER, MIRROR);
        others.add(servers);
        // It greets whoever would control it when everything is in its place.
        processes.start(passingOn(), "\"QMP\"");
    }

    /** Tap and line are two ports of one hub. */
    private List<String> passingOn() {
        List<String> hub = new ArrayList<>(
                List.of("qemu-system-aarch64", "-M", "none", "-nodefaults", "-display", "none", "-qmp", "stdio"));
        List<String> backends =
                List.of("tap,id=port0,ifname=site,script=no,downscript=no", link.atFarEnd() + ",id=port1");
        for (int port = 0; port < backends.size(); port++) {
            hub.addAll(List.of(
                    "-netdev",
                    backends.get(port),
                    "-netdev",
                    "hubport,id=hub%1$d,hubid=1,netdev=port%1$d".formatted(port)));
        }
        return hub;
    }

    /** Returns the line between the board and the site. */
    NetworkLink link() {
        return link;
    }

    /** Lets its name server answer so from now on. */
    void names(NameAnswers answers) {
        try {
            names.become(answers);
        } catch (IOException e) {
            throw new HarnessException("the name server of a site did not start: %s".formatted(e.getMessage()), e);
        }
    }

    /** Returns the paths that its captive portal has been asked for, in order. */
    List<String> portalRequests() {
        return servers == null ? List.of() : servers.portalRequests();
    }

    /** Starts its proxies, which end with it, and waits until both answer. */
    SiteProxies startProxies(Deadline deadline) {
        return SiteProxies.start(processes, namespace, folder, deadline);
    }

    /** Offers at http://releases.test/ what a server on this machine's loopback has, until it ends. */
    void publish(int port) {
        ServerSocket entrance = namespace.inside(() -> new ServerSocket(HTTP, 0, InetAddress.getByName(WORLD)));
        others.add(UnsteadyLine.between(entrance, loopback(port)));
    }

    @Override
    public String atBoard() {
        return link.atBoard();
    }

    @Override
    public InetSocketAddress forwarded(int boardPort) {
        return loopback(forwards.computeIfAbsent(boardPort, this::forward).port());
    }

    private UnsteadyLine forward(int boardPort) {
        return UnsteadyLine.through(this::connect, new InetSocketAddress(BOARD, boardPort));
    }

    /** A board that has no address yet is waited for, as it would be by QEMU's user network: each try takes as long as the kernel looks for its hardware address. */
    private Socket connect(InetSocketAddress board) throws IOException {
        Deadline deadline = Deadline.in(ADDRESSED);
        while (true) {
            try {
                return connectOnce(board);
            } catch (NoRouteToHostException e) {
                if (deadline.passed()) {
                    throw e;
                }
            }
        }
    }

    /** The socket is the namespace's, since it was made there; who connects it does not matter. */
    private Socket connectOnce(InetSocketAddress board) throws IOException {
        SocketChannel channel = namespace.inside(SocketChannel::open);
        try {
            channel.connect(board);
            return channel.socket();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public String hostSeenFromBoard() {
        return SiteNames.RELEASES;
    }

    @Override
    public void close() {
        try (folder;
                namespace;
                processes;
                link) {
            names.close();
            for (AutoCloseable other : others.reversed()) {
                close(other);
            }
            forwards.values().forEach(UnsteadyLine::close);
        }
    }

    private static void close(AutoCloseable other) {
        try {
            other.close();
        } catch (Exception e) {
            throw new HarnessException("something of a site's network could not be closed: " + e.getMessage(), e);
        }
    }
}
