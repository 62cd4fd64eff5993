package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardServesRealClientsTest {
    private static final String LIBNBD = "libnbd-bin";
    private static final String QEMU = "qemu-utils";

    @TempDir
    private Path folder;

    private Card card;
    private CardConnection connection;
    private byte[] content;

    @BeforeEach
    void plugIn() throws IOException {
        content = new byte[3 << 20];
        new Random(7).nextBytes(content);
        Path image = Files.write(folder.resolve("card.img"), content);
        card = Card.of(image).partitioned(false).name("pi-card").build();
        connection = card.plugIn(cut -> {});
    }

    @AfterEach
    void close() {
        card.close();
    }

    private String uri() {
        return "nbd+unix:///?socket=" + connection.socket();
    }

    @Test
    void nbdinfo_sees_the_size_and_what_the_card_can_do() {
        String said = Tool.run(LIBNBD, "nbdinfo", uri());

        assertThat(said)
                .contains("newstyle-fixed without TLS")
                .contains("export-size: 4194304")
                .contains("can_flush: true")
                .contains("can_fua: true")
                .contains("can_trim: true")
                .contains("can_zero: true")
                .contains("can_df: true")
                .contains("is_read_only: false")
                .contains("block_size_minimum: 512");
    }

    @Test
    void nbdinfo_lists_the_card_by_its_name() {
        assertThat(Tool.run(LIBNBD, "nbdinfo", "--list", uri())).contains("export=\"pi-card\"");
    }

    @Test
    void nbdcopy_reads_the_image_with_zeroes_behind_its_end() throws IOException {
        Path copy = folder.resolve("copy.img");

        Tool.run(LIBNBD, "nbdcopy", uri(), copy.toString());

        assertThat(Files.readAllBytes(copy)).isEqualTo(java.util.Arrays.copyOf(content, 4 << 20));
    }

    @Test
    void nbdcopy_writes_a_whole_card_and_the_image_stays_as_it_was() throws IOException {
        byte[] other = new byte[4 << 20];
        new Random(8).nextBytes(other);
        Path source = Files.write(folder.resolve("other.img"), other);

        Tool.run(LIBNBD, "nbdcopy", source.toString(), uri());

        assertThat(card.view().read(0, 8192)).isEqualTo(other);
        assertThat(Files.readAllBytes(folder.resolve("card.img"))).isEqualTo(content);
    }

    @Test
    void qemu_io_writes_zeroes_discards_and_reads_back() {
        String said = Tool.run(
                QEMU,
                "qemu-io",
                "-f",
                "raw",
                "-t",
                "writeback",
                "-c",
                "write -P 0xa5 512 1024",
                "-c",
                "write -f -P 0x5a 4096 512",
                "-c",
                "write -z 1M 64k",
                "-c",
                "discard 2M 64k",
                "-c",
                "flush",
                "-c",
                "read -P 0xa5 512 1024",
                "-c",
                "read -P 0x5a 4096 512",
                "-c",
                "read -P 0 1M 64k",
                uri());

        assertThat(said).doesNotContain("failed").doesNotContain("error");
        assertThat(card.journal().requests().map(CardRequest::kind))
                .contains(RequestKind.WRITE, RequestKind.WRITE_ZEROES, RequestKind.TRIM, RequestKind.FLUSH);
        assertThat(card.journal().requests().filter(CardRequest::forced)).hasSize(1);
    }

    @Test
    void qemu_img_finds_no_difference_between_the_card_and_its_image() {
        String said = Tool.run(
                QEMU,
                "qemu-img",
                "compare",
                "-f",
                "raw",
                "-F",
                "raw",
                uri(),
                folder.resolve("card.img").toString());

        assertThat(said).contains("Images are identical");
    }

    @Test
    void nothing_is_left_of_the_socket_once_the_power_is_gone() {
        Path socket = connection.socket();

        connection.close();
        connection.close();

        assertThat(socket).doesNotExist();
        assertThat(socket.getParent()).doesNotExist();
    }
}
