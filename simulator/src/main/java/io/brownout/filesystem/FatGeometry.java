package io.brownout.filesystem;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Where the parts of a FAT file system lie, from the BIOS parameter block in its boot sector (Microsoft, "FAT: General Overview of On-Disk Format", version 1.03). Sectors are the card's, of 512 bytes, from the
 * beginning of the partition.
 *
 * @param bits of an entry of the table: 12, 16 or 32
 * @param informationSector with the count of free clusters; of FAT32 only, else 0
 * @param fatSector the first sector of the first table
 * @param tableSectors of one table
 * @param rootSector the first sector of the root directory; of FAT12 and FAT16 only
 * @param rootSectors 0 for FAT32
 * @param dataSector where cluster 2 lies
 * @param clusterSectors how many sectors a cluster has
 * @param clusters how many there are; they count from 2
 * @param rootCluster the first cluster of the root directory; of FAT32 only
 */
record FatGeometry(
        int bits,
        long informationSector,
        long fatSector,
        long tableSectors,
        long rootSector,
        int rootSectors,
        long dataSector,
        int clusterSectors,
        long clusters,
        long rootCluster) {
    private static final int LARGEST_SECTOR = 4096;
    private static final int LARGEST_CLUSTER = 256 * 1024;
    private static final int ENTRY_BYTES = 32;
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Reads it from a boot sector; {@link FatDamagedException} says which field cannot be. */
    static FatGeometry parse(byte[] bootSector, long partitionSectors) {
        MemorySegment boot = MemorySegment.ofArray(bootSector);
        check(unsigned16(boot, 510) == 0xaa55, "its boot sector has no signature 55 AA");
        int sectorBytes = unsigned16(boot, 11);
        check(
                Integer.bitCount(sectorBytes) == 1 && sectorBytes >= SECTOR_BYTES && sectorBytes <= LARGEST_SECTOR,
                "its boot sector says %d bytes a sector, expected 512 to 4096".formatted(sectorBytes));
        int perCluster = Byte.toUnsignedInt(bootSector[13]);
        check(
                Integer.bitCount(perCluster) == 1 && perCluster * sectorBytes <= LARGEST_CLUSTER,
                "its boot sector says %d sectors a cluster, expected a power of two".formatted(perCluster));
        int reserved = unsigned16(boot, 14);
        int tables = Byte.toUnsignedInt(bootSector[16]);
        check(reserved > 0, "its boot sector says 0 reserved sectors, expected at least 1");
        check(tables == 1 || tables == 2, "its boot sector says %d tables, expected 1 or 2".formatted(tables));
        int tableSectors16 = unsigned16(boot, 22);
        boolean is32 = tableSectors16 == 0; // As Linux decides it, fs/fat/inode.c, whatever the count of clusters.
        long tableSectors = is32 ? unsigned32(boot, 36) : tableSectors16;
        check(tableSectors > 0, "its boot sector says that its tables have no sectors");
        long total = unsigned16(boot, 19) != 0 ? unsigned16(boot, 19) : unsigned32(boot, 32);
        int unit = sectorBytes / SECTOR_BYTES;
        check(
                total > 0 && total * unit <= partitionSectors,
                "its boot sector says %d sectors of %d bytes, its partition has %d of 512"
                        .formatted(total, sectorBytes, partitionSectors));
        int rootEntries = is32 ? 0 : unsigned16(boot, 17);
        long rootBegin = reserved + tables * tableSectors;
        long rootSectors = Math.ceilDiv(rootEntries * ENTRY_BYTES, sectorBytes);
        long data = rootBegin + rootSectors;
        check(data < total, "its boot sector leaves no room for data: it begins at %d of %d".formatted(data, total));
        long clusters = (total - data) / perCluster;
        int bits = is32 ? 32 : clusters < 4085 ? 12 : 16; // Overview, "FAT Type Determination"
        long entriesHeld = tableSectors * sectorBytes * 8 / bits;
        check(
                entriesHeld >= clusters + 2,
                "its tables hold %d entries, its %d clusters need two more than they are"
                        .formatted(entriesHeld, clusters));
        return new FatGeometry(
                bits,
                is32 ? (long) unsigned16(boot, 48) * unit : 0,
                (long) reserved * unit,
                tableSectors * unit,
                rootBegin * unit,
                (int) rootSectors * unit,
                data * unit,
                perCluster * unit,
                clusters,
                is32 ? unsigned32(boot, 44) : 0);
    }

    private static void check(boolean condition, String otherwise) {
        if (!condition) {
            throw new FatDamagedException(otherwise);
        }
    }

    private static int unsigned16(MemorySegment memory, long at) {
        return Short.toUnsignedInt(memory.get(SHORT, at));
    }

    private static long unsigned32(MemorySegment memory, long at) {
        return Integer.toUnsignedLong(memory.get(INT, at));
    }

    /** Returns the bytes of a cluster. */
    int clusterBytes() {
        return clusterSectors * SECTOR_BYTES;
    }

    /** Returns the first sector of a cluster. */
    long sectorOf(long cluster) {
        return dataSector + (cluster - 2) * clusterSectors;
    }

    /** Says whether a cluster of that number exists. */
    boolean isCluster(long cluster) {
        return cluster >= 2 && cluster < clusters + 2;
    }
}
