package io.brownout.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.testing.Ext4Images;
import io.brownout.testing.Images;
import io.brownout.testing.RawView;
import io.brownout.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ext4DamageTest {
    private static final int BYTES = 2 << 20;
    private static final int CASES = 400;

    @TempDir
    private Path folder;

    /** A file system small enough that damage hits something. */
    private byte[] small(String kind) throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree/dir"));
        for (int i = 0; i < 40; i++) {
            Files.write(tree.resolve("a file with some name " + i), new byte[i * 700]);
        }
        Files.createSymbolicLink(tree.resolve("link"), Path.of("../dir/a file with some name 3"));
        Path image = Images.sparse(folder.resolve("small.img"), BYTES);
        String[] command = ("mke2fs -q -F -d " + tree.getParent() + " " + kind + " " + image).split(" ");
        Tool.run(Images.E2FSPROGS, command);
        Ext4Images.debugfs(image, kind.contains("^has_journal") ? List.of("stat /") : journalled(image));
        return Files.readAllBytes(image);
    }

    private List<String> journalled(Path image) throws IOException {
        Path block = Files.write(image.resolveSibling("block"), new byte[1024]);
        return List.of("jo -c", "jw -b 1900,1901 " + block, "jw -r 1900", "jc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-t ext4 -b 1024 -N 64",
                "-t ext4 -b 1024 -N 64 -O ^has_journal,inline_data",
                "-t ext3 -b 1024 -N 64",
                "-t ext2 -b 1024 -N 64 -O ^has_journal",
                "-t ext4 -b 1024 -N 64 -O ^has_journal,meta_bg,^resize_inode"
            })
    void damage_anywhere_ends_in_an_answer_or_in_a_message(String kind) throws IOException {
        byte[] good = small(kind);
        int answered = 0;
        for (int seed = 0; seed < CASES; seed++) {
            answered += survives(damaged(good, new Random(seed)), kind + " seed " + seed) ? 1 : 0;
        }
        assertThat(answered).as("cases that could be read at all").isGreaterThan(CASES / 4);
    }

    /** Mostly in what says where other things are; sometimes whole numbers, sometimes bytes, sometimes a sector of another place. */
    private static byte[] damaged(byte[] good, Random random) {
        byte[] bad = good.clone();
        for (int i = random.nextInt(30); i >= 0; i--) {
            int at = 1024 + random.nextInt(random.nextBoolean() ? 300_000 : BYTES - 4096);
            switch (random.nextInt(4)) {
                case 0 -> bad[at] = (byte) random.nextInt();
                case 1 -> Arrays.fill(bad, at & ~3, (at & ~3) + 4, (byte) (random.nextBoolean() ? 0xff : 0));
                case 2 -> bad[at] ^= (byte) (1 << random.nextInt(8));
                default -> System.arraycopy(good, at & ~511, bad, random.nextInt(BYTES / 512) * 512, 512);
            }
        }
        return bad;
    }

    private static boolean survives(byte[] bad, String name) {
        RawView card = new RawView(bad);
        Partition partition = card.whole("bad");
        VolumeOwners owners = VolumeOwners.read(card, partition);
        for (long sector = 0; sector < card.sectors(); sector += 7) {
            assertThat(owners.ownerOf(sector)).as(name).isNotNull();
        }
        rewritten(card, owners, bad);
        try {
            Ext4Volume volume = Ext4Volume.open(card, partition);
            use(volume);
            use(volume.replayed());
            return true;
        } catch (Ext4DamagedException e) {
            assertThat(e).as(name).hasMessageContaining("bad");
            return false;
        }
    }

    /** Every metadata sector is written once more, so that everything is read anew. */
    private static void rewritten(RawView card, VolumeOwners owners, byte[] bad) {
        VolumeOwners.Listener nobody = new VolumeOwners.Listener() {
            @Override
            public void claimed(long sector, long sectors) {}

            @Override
            public void carried(long sector, long sectors, SectorOwner owner) {}

            @Override
            public void meant(String meaning) {}
        };
        for (long sector = 0; sector < card.sectors() && !owners.isOutdated(); sector += 3) {
            if (owners.interprets(sector)) {
                byte[] content = card.read(sector, 1);
                bad[(int) sector * 512 + 40] ^= 1;
                owners.landed(sector, content, card.read(sector, 1), nobody);
                bad[(int) sector * 512 + 40] ^= 1;
                owners.landed(sector, card.read(sector, 1), content, nobody);
            }
        }
    }

    private static void use(Ext4Volume volume) {
        for (long inode : volume.usedInodes()) {
            try {
                assertThat(volume.blocksOf(inode)).isNotNull();
            } catch (Ext4DamagedException e) {
                assertThat(e).hasMessageContaining("damaged");
            }
        }
        for (String path : List.of("/", "/dir")) {
            try {
                for (Ext4Entry entry : volume.list(path).orElse(List.of())) {
                    assertThat(volume.read(path + "/" + entry.name())
                                    .map(it -> it.length)
                                    .orElse(0))
                            .isLessThanOrEqualTo(1 << 30);
                }
            } catch (Ext4DamagedException e) {
                assertThat(e).hasMessageContaining("damaged");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-t ext4 -b 1024 -N 64", "-t ext3 -b 1024 -N 64", "-t ext4 -b 1024 -N 64 -O ^64bit"})
    void a_journal_is_replayed_as_e2fsck_replays_it(String kind) throws IOException {
        byte[] clean = small(kind);
        Path image = Files.write(folder.resolve("waiting.img"), clean);
        Path block = folder.resolve("new-content");
        byte[] content = new byte[3 * 1024];
        new Random(3).nextBytes(content);
        content[0] = (byte) 0xc0; // Looks like a block of the journal's own: it must be escaped there.
        content[1] = 0x3b;
        content[2] = 0x39;
        content[3] = (byte) 0x98;
        Files.write(block, content);
        Ext4Images.debugfs(
                image,
                List.of("jo -c", "jw -b 1800,1801,1802 " + block, "jw -b 1810,1811,1801 " + block, "jw -r 1802", "jc"));
        RawView card = RawView.of(image);
        Ext4Volume waiting = Ext4Volume.open(card, card.whole("root"));

        Path replayed = Files.copy(image, folder.resolve("replayed.img"));
        Tool.run(Images.E2FSPROGS, "e2fsck", "-p", "-E", "journal_only", replayed.toString());

        assertThat(waiting.needsRecovery()).isTrue();
        RawView expected = RawView.of(replayed);
        Ext4Blocks seen = waiting.replayed().blocks();
        Ext4Blocks wanted = Ext4Volume.open(expected, expected.whole("root")).blocks();
        assertThat(waiting.blocks().read(1800, 1)).isNotEqualTo(wanted.read(1800, 1));
        for (long number = 1700; number < seen.count(); number++) {
            assertThat(seen.read(number, 1)).as("block %d", number).isEqualTo(wanted.read(number, 1));
        }
    }

    @Test
    void checksums_tell_what_is_damaged() throws IOException {
        byte[] raw = small("-t ext4 -b 1024 -N 64 -O metadata_csum");
        RawView card = new RawView(raw);
        Ext4Volume volume = Ext4Volume.open(card, card.whole("root"));
        Ext4Inode root = volume.inode(2);
        byte[] names = volume.blocks().read(volume.blocksOf(2).getFirst().block(), 1);

        assertThat(volume.superblock().isIntact()).isTrue();
        assertThat(root.isIntact(volume.superblock())).isTrue();
        assertThat(Ext4Directory.isIntact(names, root.checksumSeed(volume.superblock())))
                .isTrue();

        names[30] ^= 1;
        assertThat(Ext4Directory.isIntact(names, root.checksumSeed(volume.superblock())))
                .isFalse();
        byte[] inode = root.raw().clone();
        inode[8] ^= 1;
        assertThat(new Ext4Inode(2, inode).isIntact(volume.superblock())).isFalse();
    }
}
