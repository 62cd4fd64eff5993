package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.nbd.NbdClient;
import io.brownout.testing.Images;
import io.brownout.testing.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients that are not ours put on a card and get back, by its checksum: with several connections, over both kinds of socket, holes and all. */
class CardChecksumTest {
    private static final String LIBNBD = "libnbd-bin";
    private static final String NBDSH = "python3-libnbd";
    private static final String QEMU = "qemu-utils";
    private static final int BYTES = 32 << 20;

    @TempDir
    private Path folder;

    private Path image;
    private Card card;
    private CardConnection connection;

    /** Data in the first and the ninth MiB only; everything else is a hole of the file. */
    @BeforeEach
    void plugInASparseImage() throws IOException {
        image = Images.sparse(folder.resolve("card.img"), BYTES);
        try (RandomAccessFile raw = new RandomAccessFile(image.toFile(), "rw")) {
            byte[] content = new byte[1 << 20];
            new Random(1).nextBytes(content);
            raw.write(content);
            raw.seek(8 << 20);
            raw.write(content);
        }
        card = Card.of(image).partitioned(false).name("pi-card").build();
        connection = card.plugIn(cut -> {});
    }

    @AfterEach
    void close() {
        card.close();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private String onCard() {
        return sha256(card.view().read(0, BYTES / 512));
    }

    private Path noise(String name, int seed) throws IOException {
        byte[] content = new byte[BYTES];
        new Random(seed).nextBytes(content);
        return Files.write(folder.resolve(name), content);
    }

    @Test
    void nbdcopy_fills_and_reads_a_card_over_four_connections() throws IOException {
        Path source = noise("source.img", 2);
        Path copy = folder.resolve("copy.img");

        Tool.run(LIBNBD, "nbdcopy", "--connections=4", "--flush", source.toString(), connection.uri());
        Tool.run(LIBNBD, "nbdcopy", "--connections=4", connection.uri(), copy.toString());

        assertThat(onCard()).isEqualTo(sha256(Files.readAllBytes(source)));
        assertThat(sha256(Files.readAllBytes(copy))).isEqualTo(onCard());
    }

    @Test
    void nbdcopy_copies_from_card_to_card_over_a_port_and_skips_the_holes() {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Card other = Card.blank(BYTES).name("other").build();
                CardConnection target = other.plugIn(anyPort, cut -> {})) {
            Tool.run(LIBNBD, "nbdcopy", "--destination-is-zero", connection.uri(), target.uri());

            assertThat(sha256(other.view().read(0, BYTES / 512))).isEqualTo(onCard());
            assertThat(other.usage().totalBytes()).isEqualTo(2 << 20);
        }
    }

    @Test
    void qemu_img_converts_to_a_card_and_from_it() throws IOException {
        Path source = noise("source.img", 3);
        Path copy = folder.resolve("copy.qcow2");
        String uri = connection.uri();

        Tool.run(QEMU, "qemu-img", "convert", "-n", "-f", "raw", "-O", "raw", source.toString(), uri);
        Tool.run(QEMU, "qemu-img", "convert", "-f", "raw", "-O", "qcow2", uri, copy.toString());

        assertThat(onCard()).isEqualTo(sha256(Files.readAllBytes(source)));
        assertThat(Tool.run(QEMU, "qemu-img", "compare", source.toString(), copy.toString()))
                .contains("Images are identical");
    }

    @Test
    void qemu_img_and_nbdinfo_see_the_holes_of_the_image_and_what_became_of_them() {
        String script = "h.zero(1 << 19, 8 << 20); h.pwrite(b'x' * 4096, 16 << 20); h.trim(512, 0)";
        Tool.run(NBDSH, "nbdsh", "-u", connection.uri(), "-c", script);

        String map = Tool.run(QEMU, "qemu-img", "map", "-f", "raw", "--output=json", connection.uri());
        String extents = Tool.run(LIBNBD, "nbdinfo", "--map", connection.uri());

        assertThat(map.replaceAll(" +", ""))
                .contains("\"start\":0,\"length\":512,", "\"zero\":true,\"data\":false")
                .contains("\"start\":16777216,\"length\":4096,");
        assertThat(extents.lines().map(line -> line.strip().replaceAll(" +", " ")))
                .containsExactly(
                        "0 512 3 hole,zero",
                        "512 1048064 0 data",
                        "1048576 7864320 3 hole,zero",
                        "8912896 524288 0 data",
                        "9437184 7340032 3 hole,zero",
                        "16777216 4096 0 data",
                        "16781312 16773120 3 hole,zero");
    }

    @Test
    void fio_verifies_what_it_has_written_at_random_with_sixteen_requests_in_flight() {
        String said = Tool.run(
                "fio",
                "fio",
                "--name=card",
                "--ioengine=nbd",
                "--uri=" + connection.uri(),
                "--rw=randwrite",
                "--bsrange=512-64k",
                "--blockalign=512",
                "--size=16M",
                "--iodepth=16",
                "--verify=crc32c",
                "--verify_fatal=1",
                "--do_verify=1",
                "--verify_state_save=0",
                "--randseed=5",
                "--allow_file_create=0");

        assertThat(said).contains("err= 0").contains("READ:").contains("WRITE:");
        assertThat(card.usage().totalBytes()).isEqualTo(16 << 20);
    }

    @Test
    void nbdsh_does_everything_there_is_and_hears_the_errors_that_the_specification_names() {
        String said = Tool.run(NBDSH, "nbdsh", "--base-allocation", "-u", connection.uri(), "-c", """
                import errno
                assert h.can_multi_conn() and h.can_cache() and h.can_fast_zero() and h.can_df() and h.can_fua()
                assert h.can_meta_context(nbd.CONTEXT_BASE_ALLOCATION) and not h.is_read_only()
                content = bytes(i * 7 & 255 for i in range(65536))
                h.pwrite(content, 4096, nbd.CMD_FLAG_FUA)
                h.cache(65536, 4096)
                chunks = []
                h.pread_structured(65536, 4096, lambda *chunk: chunks.append(chunk[1:3]), nbd.CMD_FLAG_DF)
                assert chunks == [(4096, nbd.READ_DATA)], chunks
                assert h.pread(65536, 4096) == content
                h.zero(4096, 8192, nbd.CMD_FLAG_FAST_ZERO | nbd.CMD_FLAG_NO_HOLE)
                h.flush()
                assert h.pread(65536, 4096) == content[:4096] + bytes(4096) + content[8192:]
                h.set_strict_mode(0)
                def error(call):
                    try:
                        call()
                    except nbd.Error as e:
                        return e.errno
                end = h.get_size()
                print(error(lambda: h.pread(512, end)), error(lambda: h.pwrite(bytes(512), end)),
                      error(lambda: h.zero(1024, end - 512)), error(lambda: h.trim(1024, end - 512)),
                      error(lambda: h.pread(512, 1)), error(lambda: h.cache(512, end)),
                      error(lambda: h.pwrite(bytes(512), 0, nbd.CMD_FLAG_DF)), error(lambda: h.flush()))
                """);

        assertThat(said.strip()).isEqualTo("EINVAL ENOSPC ENOSPC EINVAL EINVAL EINVAL EINVAL None");
    }

    @Test
    void giving_up_a_whole_card_of_32_gib_takes_no_memory_worth_speaking_of() throws IOException {
        long most = 0xffff_fe00L; // The longest request of whole sectors.
        try (Card large = Card.blank(32L << 30).build();
                CardConnection plugged = large.plugIn(cut -> {});
                NbdClient client = NbdClient.structured(UnixDomainSocketAddress.of(plugged.socket()))) {
            client.perform(NbdClient.TRIM, 0, 1 << 20);
            long before = heap();
            for (long at = 0; at < large.sizeBytes(); at += most) {
                client.perform(NbdClient.TRIM, at, (int) Math.min(most, large.sizeBytes() - at));
            }

            assertThat(heap() - before).as("growth of the heap, bytes").isLessThan(8 << 20);
            assertThat(large.view().read(12345678, 8)).containsOnly(0);
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
