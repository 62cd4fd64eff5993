package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.filesystem.Partition;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FatCheckTest {
    private static final int FIRST_TABLE = 4 * 512; // of 4 reserved sectors, as mkfs.vfat makes them
    private static final int TABLE = 32 * 512;
    private static final int ROOT = FIRST_TABLE + 2 * TABLE;

    @TempDir
    private Path folder;

    private Path fat;

    @BeforeEach
    void makeFileSystem() throws IOException {
        fat = folder.resolve("boot.fat");
        try (RandomAccessFile raw = new RandomAccessFile(fat.toFile(), "rw")) {
            raw.setLength(16 << 20);
        }
        HostTool.run("mkfs.vfat", "-F", "16", "-s", "4", "-R", "4", fat.toString());
        Path source = Files.write(folder.resolve("source"), new byte[30_000]);
        HostTool.run("mcopy", "-i", fat.toString(), source.toString(), "::/one.bin");
        HostTool.run("mcopy", "-i", fat.toString(), source.toString(), "::/two.bin");
    }

    private void patch(long at, int... bytes) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(fat.toFile(), "rw")) {
            raw.seek(at);
            for (int value : bytes) {
                raw.write(value);
            }
        }
    }

    @Test
    void a_whole_file_system_has_no_damage() {
        assertThat(FatCheck.damage(fat)).isEmpty();
    }

    @Test
    void what_a_loss_of_power_leaves_without_harm_is_no_damage() throws IOException {
        patch(0x25, 1); // the dirty bit
        patch(FIRST_TABLE + TABLE + 600, 0xff, 0xff); // the second table only

        assertThat(FatCheck.damage(fat)).isEmpty();
    }

    @Test
    void clusters_that_belong_to_nobody_are_damage() throws IOException {
        patch(FIRST_TABLE + 5000, 0xff, 0xff);
        patch(FIRST_TABLE + TABLE + 5000, 0xff, 0xff);

        assertThat(FatCheck.damage(fat)).anyMatch(line -> line.contains("unused cluster"));
    }

    @Test
    void a_chain_that_ends_before_its_file_does_is_damage() throws IOException {
        patch(FIRST_TABLE + 2 * 2, 0xff, 0xff);
        patch(FIRST_TABLE + TABLE + 2 * 2, 0xff, 0xff);

        assertThat(FatCheck.damage(fat)).anyMatch(line -> line.contains("one.bin") || line.contains("ONE.BIN"));
    }

    @Test
    void two_files_with_the_same_clusters_are_damage() throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(fat.toFile(), "r")) {
            raw.seek(ROOT + 26);
            assertThat(raw.read()).as("first cluster of one.bin").isEqualTo(2);
        }
        patch(ROOT + 32 + 26, 2);

        assertThat(FatCheck.damage(fat)).isNotEmpty();
    }

    @Test
    void fat_partitions_are_told_by_their_type() {
        assertThat(FatCheck.isFat(new Partition(1, 0x0e, true, 1, 1, "boot"))).isTrue();
        assertThat(FatCheck.isFat(new Partition(2, 0x83, false, 1, 1, "root"))).isFalse();
    }
}
