package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.xbill.DNS.Message;

/**
 * Finds the devices of the networks that this machine is in, by what they announce over mDNS: a querier that asks from a port of its own and is answered there (RFC 6762, section 5.1), so that it gets along with whatever else on this
 * machine speaks mDNS. Messages are dnsjava's.
 */
public final class DeviceBrowser {
    private static final InetSocketAddress EVERYBODY = new InetSocketAddress("224.0.0.251", 5353);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(1);
    /** The largest message that mDNS allows (RFC 6762, section 17). */
    private static final int LARGEST = 9000;

    private DeviceBrowser() {}

    /**
     * Asks each second, and listens for so long. Blocks for that time.
     *
     * @return by name, for each network
     * @throws UsageException if this machine is in no network in which one can ask
     */
    public static List<FoundDevice> browse(Duration listening) {
        List<NetworkInterface> networks = networks();
        if (networks.isEmpty()) {
            throw new UsageException(
                    "expected a network to look for devices in, this machine has none that is up, has an address and takes multicast");
        }
        Deadline end = Deadline.in(listening);
        try (ExecutorService browsers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<FoundDevice>>> answers = networks.stream()
                    .map(network -> browsers.submit(() -> browse(network, end)))
                    .toList();
            Stream.Builder<FoundDevice> found = Stream.builder();
            for (Future<List<FoundDevice>> answer : answers) {
                answer.get().forEach(found);
            }
            return found.build()
                    .distinct()
                    .sorted(Comparator.comparing(FoundDevice::name))
                    .toList();
        } catch (ExecutionException e) {
            throw new HarnessException("a network could not be asked for devices: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while looking for devices", e);
        }
    }

    /** By IPv4 only: a device without it can reach no fleet today. */
    private static List<NetworkInterface> networks() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(DeviceBrowser::canBeAsked)
                    .toList();
        } catch (SocketException e) {
            throw new HarnessException("the networks of this machine cannot be listed: " + e.getMessage(), e);
        }
    }

    private static boolean canBeAsked(NetworkInterface network) {
        try {
            return network.isUp()
                    && network.supportsMulticast()
                    && !network.isLoopback()
                    && !network.isPointToPoint()
                    && network.inetAddresses().anyMatch(Inet4Address.class::isInstance);
        } catch (SocketException e) {
            return false; // It has gone meanwhile.
        }
    }

    private static List<FoundDevice> browse(NetworkInterface network, Deadline end) throws IOException {
        InetAddress own = network.inetAddresses()
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .orElseThrow(() -> new SocketException(network.getName() + " has lost its address"));
        Announcements announcements = new Announcements();
        try (MulticastSocket socket = new MulticastSocket(new InetSocketAddress(own, 0))) {
            socket.setNetworkInterface(network);
            while (!end.passed()) {
                byte[] question = announcements.question().toWire();
                socket.send(new DatagramPacket(question, question.length, EVERYBODY));
                listen(socket, announcements, Deadline.in(shorter(BETWEEN_QUESTIONS, end.left())));
            }
        }
        return announcements.found();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void listen(DatagramSocket socket, Announcements announcements, Deadline until) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        while (!until.passed()) {
            socket.setSoTimeout((int) Math.max(1, until.left().toMillis()));
            try {
                socket.receive(packet);
                announcements.learn(new Message(Arrays.copyOf(packet.getData(), packet.getLength())));
            } catch (SocketTimeoutException e) {
                return;
            } catch (org.xbill.DNS.WireParseException e) {
                // Whatever else somebody sends to this port.
            }
        }
    }
}
