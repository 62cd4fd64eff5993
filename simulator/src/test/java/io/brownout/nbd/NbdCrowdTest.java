package io.brownout.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many clients, and bad ones: none may take another one's connection down, or keep what it was given. */
@Timeout(60)
class NbdCrowdTest {
    private static final int BYTES = 8 << 20;

    @TempDir
    private Path folder;

    private final MemoryExport export = new MemoryExport("memory", BYTES, false);
    private NbdServer server;
    private SocketAddress address;

    @BeforeEach
    void serve() {
        address = UnixDomainSocketAddress.of(folder.resolve("nbd"));
        server = NbdServer.start(MemoryExport.offering(export), address);
    }

    @AfterEach
    void close() {
        server.close();
        assertThat(folder.resolve("nbd")).doesNotExist();
    }

    /** Writes its own part of the export again and again and reads it back; returns how often. */
    private int load(int part, AtomicBoolean enough) throws IOException {
        Random random = new Random(part);
        byte[] content = new byte[64 << 10];
        int rounds = 0;
        try (NbdClient client = NbdClient.connected(address)) {
            while (!enough.get() || rounds == 0) {
                random.nextBytes(content);
                client.write((long) part * content.length, content);
                assertThat(checksum(client.read((long) part * content.length, content.length)))
                        .isEqualTo(checksum(content));
                rounds++;
            }
        }
        return rounds;
    }

    private static long checksum(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return checksum.getValue();
    }

    /** Runs something beside two loads, which must not notice. */
    private void besideLoads(Callable<?> trouble) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> loads =
                    List.of(threads.submit(() -> load(3, enough)), threads.submit(() -> load(4, enough)));
            try {
                trouble.call();
            } finally {
                enough.set(true);
            }
            for (Future<Integer> load : loads) {
                assertThat(load.get()).isPositive();
            }
        }
    }

    @Test
    void a_thousand_clients_come_and_vanish_in_the_middle_of_a_word() throws Exception {
        besideLoads(() -> {
            for (int i = 0; i < 1000; i++) {
                Random random = new Random(i);
                try (NbdClient client = i % 2 == 0 ? NbdClient.haggling(address) : NbdClient.connected(address)) {
                    ByteBuffer whole = i % 2 == 0
                            ? ByteBuffer.allocate(16)
                                    .putLong(0x49484156454F5054L)
                                    .putInt(7)
                                    .putInt(6)
                            : ByteBuffer.allocate(28)
                                    .putInt(0x25609513)
                                    .putInt(1)
                                    .putLong(1)
                                    .putLong(0)
                                    .putInt(1 << 20);
                    client.send(whole.position(random.nextInt(whole.capacity() + 1)));
                }
            }
            return null;
        });
        assertThat(export.content).satisfies(content -> assertThat(content[0]).isZero());
    }

    @Test
    void a_connection_that_breaks_its_own_back_breaks_nobody_elses() throws Exception {
        besideLoads(() -> {
            for (int i = 0; i < 300; i++) {
                try (NbdClient client = NbdClient.connected(address)) {
                    client.send(ByteBuffer.allocate(28).putInt(4711).put(new byte[24]));
                    assertThatThrownBy(() -> client.receive(1)).isInstanceOf(EOFException.class);
                }
            }
            return null;
        });
    }

    @Test
    void a_client_that_never_takes_its_answers_waits_alone() throws Exception {
        Thread asking;
        try (NbdClient lazy = NbdClient.connected(address)) {
            asking = Thread.ofPlatform().start(() -> askForMuch(lazy));
            besideLoads(() -> load(9, new AtomicBoolean(true)));
            assertThat(asking.isAlive()).as("still waits to be heard").isTrue();
        }
        asking.join();
    }

    private static void askForMuch(NbdClient client) {
        try {
            for (int i = 0; i < 100_000; i++) {
                client.request(0, NbdClient.READ, 0, 1 << 20, new byte[0]);
            }
        } catch (IOException e) {
            return; // The test has ended the connection.
        }
    }

    @Test
    void memory_that_long_payloads_took_is_given_back_when_the_connection_ends() throws Exception {
        long before = memory();
        for (int i = 0; i < 20; i++) {
            try (NbdClient client = NbdClient.connected(address)) {
                client.write(0, new byte[BYTES]);
                client.read(0, BYTES);
            }
        }
        server.close();
        assertThat(memory()).isLessThanOrEqualTo(before);
    }

    /** What the server holds outside the heap; the JDK counts segments with its direct buffers. */
    private static long memory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void when_the_house_is_full_a_newcomer_is_sent_away_and_the_next_one_after_a_leave_is_not() throws Exception {
        List<NbdClient> guests = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            guests.add(NbdClient.connected(address));
        }
        assertThatThrownBy(() -> NbdClient.connected(address)).isInstanceOf(IOException.class);

        guests.removeLast().close();

        boolean admitted = false;
        while (!admitted) { // The server learns of the leave when its thread does; the class has a time limit.
            try (NbdClient client = NbdClient.connected(address)) {
                admitted = client.read(0, 512).length == 512;
            } catch (EOFException | SocketException e) {
                Thread.onSpinWait();
            }
        }
        for (NbdClient guest : guests) {
            assertThat(guest.read(0, 512)).hasSize(512);
            guest.close();
        }
    }

    @Test
    void a_tcp_port_serves_as_a_socket_does() throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (NbdServer tcp = NbdServer.start(NbdExports.only(export), anyPort);
                NbdClient client = NbdClient.connected(tcp.address())) {
            client.writeText(512, "over TCP");

            assertThat(client.read(512, 512)).startsWith("over TCP".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(tcp.uri()).matches("nbd://127\\.0\\.0\\.1:\\d+");
        }
    }

    @Test
    void a_place_that_is_taken_is_refused_in_a_line() throws IOException {
        try (ServerSocket thief = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), thief.getLocalPort());
            assertThatThrownBy(() -> NbdServer.start(NbdExports.only(export), taken))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("127.0.0.1 port " + thief.getLocalPort())
                    .hasMessageContaining("in use");
        }
        assertThatThrownBy(() -> NbdServer.start(NbdExports.only(export), address))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(folder.resolve("nbd").toString());
        try (NbdClient client = NbdClient.connected(address)) {
            assertThat(client.read(0, 512)).hasSize(512);
        }
    }

    @Test
    void closing_twice_takes_no_socket_that_came_after() throws IOException {
        server.close();
        Path socket = folder.resolve("nbd");
        try (ServerSocketChannel other = ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            other.bind(address);

            server.close();

            assertThat(socket).exists();
        } finally {
            Files.delete(socket);
        }
    }

    @Test
    void a_uri_survives_a_path_that_needs_quoting() {
        SocketAddress odd = UnixDomainSocketAddress.of(folder.resolve("a b&c%d ü"));
        try (NbdServer quoted = NbdServer.start(NbdExports.only(export), odd)) {
            assertThat(quoted.uri()).endsWith("/a%20b%26c%25d%20%C3%BC").startsWith("nbd+unix:///?socket=/");
        }
    }
}
