package io.brownout.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.card.Card;
import io.brownout.testing.Images;
import io.brownout.testing.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FatVolumeTest {
    @TempDir
    private Path folder;

    /** A volume as mtools make it, without a partition table. */
    private Path volume(int kibibytes, String... options) throws IOException {
        Path file = Images.sparse(folder.resolve("fat.img"), kibibytes * 1024L);
        Images.fat(file, 0, kibibytes * 2L, "BOOT", options);
        return file;
    }

    private static String mtools(Path image, String... command) {
        String[] whole = new String[command.length + 2];
        whole[0] = command[0];
        whole[1] = "-i";
        whole[2] = image + "@@0";
        System.arraycopy(command, 1, whole, 3, command.length - 1);
        return Tool.run(Images.MTOOLS, whole);
    }

    private static FatVolume open(Card card) {
        return FatVolume.open(card.view(), whole(card));
    }

    private static Partition whole(Card card) {
        return new Partition(1, 0x0e, false, 0, card.view().sectors(), "boot");
    }

    private static Card card(Path image) {
        return Card.of(image).partitioned(false).build();
    }

    private static void patch(Path image, long at, int... bytes) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(image.toFile(), "rw")) {
            raw.seek(at);
            for (int value : bytes) {
                raw.write(value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "12, 1440, ''",
        "12, 4096, '-c 4'",
        "16, 16384, '-c 1'",
        "16, 65536, '-c 4'",
        "32, 65536, '-F -c 1'",
        "32, 40960, '-F -c 1'"
    })
    void files_and_long_names_are_read_as_mtools_wrote_them(int bits, int kibibytes, String options)
            throws IOException {
        Path image = volume(kibibytes, options.isEmpty() ? new String[0] : options.split(" "));
        byte[] kernel = new byte[300_001];
        new Random(bits).nextBytes(kernel);
        Path source = Files.write(folder.resolve("kernel"), kernel);
        Path text = Files.writeString(folder.resolve("text"), "over");
        mtools(image, "mmd", "::/overlays");
        mtools(image, "mmd", "::/overlays/a directory of a long name");
        for (int i = 0; i < 40; i++) {
            mtools(image, "mcopy", text.toString(), "::/overlays/a long name, number " + i + ".dtbo");
        }
        mtools(image, "mcopy", source.toString(), "::/overlays/a directory of a long name/Kernel8.img");
        mtools(image, "mcopy", text.toString(), "::/CONFIG.TXT");
        mtools(image, "mcopy", text.toString(), "::/lower.txt");
        mtools(image, "mdel", "::/overlays/a long name, number 7.dtbo");

        try (Card card = card(image)) {
            FatVolume fat = open(card);

            assertThat(fat.bits()).isEqualTo(bits);
            assertThat(fat.label()).contains("BOOT");
            assertThat(fat.read("overlays/a directory of a long name/kernel8.IMG"))
                    .contains(kernel);
            assertThat(fat.read("/config.txt")).map(it -> new String(it, UTF_8)).contains("over");
            assertThat(fat.list("/"))
                    .hasValueSatisfying(it ->
                            assertThat(it).extracting(FatEntry::name).contains("CONFIG.TXT", "lower.txt", "overlays"));
            assertThat(fat.list("/overlays"))
                    .hasValueSatisfying(it -> assertThat(it)
                            .hasSize(40)
                            .extracting(FatEntry::name)
                            .contains("a long name, number 39.dtbo")
                            .doesNotContain("a long name, number 7.dtbo"));
            assertThat(fat.read("/overlays/a long name, number 7.dtbo")).isEmpty();
            assertThat(fat.read("/overlays")).isEmpty();
            assertThat(fat.read("/config.txt/below")).isEmpty();
            assertThat(fat.list("/nothing")).isEmpty();
        }
    }

    @Test
    void an_entry_names_its_cluster_and_the_sector_that_holds_it() throws IOException {
        Path image = volume(16384, "-c", "1");
        mtools(image, "mcopy", Files.writeString(folder.resolve("text"), "x").toString(), "::/UENV.TXT");

        try (Card card = card(image)) {
            FatEntry entry = open(card).entry("/uEnv.txt").orElseThrow();

            byte[] sector = card.view().read(entry.directorySector(), 1);
            assertThat(new String(sector, entry.directoryOffset(), 11, UTF_8)).isEqualTo("UENV    TXT");
            assertThat(entry.firstCluster()).isEqualTo(2);
            assertThat(entry.size()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "510, 0, no signature",
        "11, 7, bytes a sector",
        "13, 3, sectors a cluster",
        "14, 0, reserved sectors",
        "16, 9, '9 tables'",
        "22, 1, entries"
    })
    void a_boot_sector_that_cannot_be_is_refused_with_the_field_that_is_wrong(int at, int value, String message)
            throws IOException {
        Path image = volume(16384, "-c", "1");
        patch(image, at, value, at == 510 ? 0 : at == 14 || at == 22 ? 0 : value);

        try (Card card = card(image)) {
            assertThatThrownBy(() -> open(card))
                    .isInstanceOf(FatDamagedException.class)
                    .hasMessageContaining("boot")
                    .hasMessageContaining(message);
        }
    }

    @Test
    void a_file_system_larger_than_its_partition_is_refused() throws IOException {
        Path image = volume(16384, "-c", "1");

        try (Card card = card(image)) {
            Partition half = new Partition(1, 0x0e, false, 0, 16384, "boot");
            assertThatThrownBy(() -> FatVolume.open(card.view(), half))
                    .isInstanceOf(FatDamagedException.class)
                    .hasMessageContaining("its partition has 16384");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, 'loop'",
        "0, 'a free cluster'",
        "65527, 'a bad cluster'",
        "65000, 'cluster 65000'",
        "65535, 'ends after'"
    })
    void a_damaged_cluster_chain_is_reported_by_what_is_wrong_with_it(int link, String message) throws IOException {
        Path image = volume(16384, "-c", "1");
        mtools(
                image,
                "mcopy",
                Files.write(folder.resolve("data"), new byte[4000]).toString(),
                "::/DATA");
        patch(image, 512 + 3 * 2, link & 0xff, link >> 8);

        try (Card card = card(image)) {
            assertThatThrownBy(() -> open(card).read("/data"))
                    .isInstanceOf(FatDamagedException.class)
                    .hasMessageContaining("/data")
                    .hasMessageContaining(message);
        }
    }

    @Test
    void random_damage_never_leads_out_of_the_card_or_into_an_endless_loop() throws IOException {
        Path image = volume(1440);
        mtools(image, "mmd", "::/dir");
        for (int i = 0; i < 10; i++) {
            mtools(
                    image,
                    "mcopy",
                    Files.write(folder.resolve("data"), new byte[9000]).toString(),
                    "::/dir/a long file name " + i);
        }
        byte[] good = Files.readAllBytes(image);

        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            byte[] bad = good.clone();
            for (int i = 0; i < 60; i++) {
                bad[random.nextInt(20_000)] = (byte) random.nextInt(256);
            }
            SectorView view = new ArrayView(bad);
            Partition partition = new Partition(1, 1, false, 0, view.sectors(), "boot");
            try {
                FatVolume fat = FatVolume.open(view, partition);
                var _ = fat.label();
                for (FatEntry entry : fat.list("/dir").orElse(List.of())) {
                    var content = fat.read("/dir/" + entry.name());
                    assertThat(content.map(it -> it.length).orElse(0))
                            .as("seed %d", seed)
                            .isLessThan(bad.length);
                }
            } catch (FatDamagedException e) {
                assertThat(e).as("seed %d", seed).hasMessageContaining("boot");
            }
        }
    }

    private static final class ArrayView implements SectorView {
        private final byte[] content;

        ArrayView(byte[] content) {
            this.content = content;
        }

        @Override
        public long sectors() {
            return content.length / 512;
        }

        @Override
        public byte[] read(long sector, int count) {
            int from = Math.toIntExact(Objects.checkFromIndexSize(sector, count, sectors())) * 512;
            return Arrays.copyOfRange(content, from, from + count * 512);
        }
    }
}
