package io.brownout.filesystem;

/** The blocks of an ext4 file system; never anything outside of them. */
record Ext4Blocks(SectorView card, Partition partition, int blockBytes, long count) {
    boolean contains(long block, long some) {
        return block > 0 && some > 0 && block <= count - some;
    }

    /** Reads blocks; {@link Ext4DamagedException} if they do not all lie in the file system. */
    byte[] read(long block, int some) {
        if (block < 0 || block > count - some) {
            throw new Ext4DamagedException("block %d is wanted, the file system has %d".formatted(block, count));
        }
        return card.read(sectorOf(block), some * sectors());
    }

    /** Reads a stretch of bytes from a block on, and nothing around its sectors. */
    byte[] read(long block, long offset, int length) {
        long first = block * blockBytes + offset;
        if (first < 0 || first + length > count * blockBytes) {
            throw new Ext4DamagedException(
                    "byte %d is wanted, the file system has %d".formatted(first, count * blockBytes));
        }
        long sector = first / SectorView.SECTOR_BYTES;
        int within = (int) (first % SectorView.SECTOR_BYTES);
        byte[] read =
                card.read(partition.firstSector() + sector, Math.ceilDiv(within + length, SectorView.SECTOR_BYTES));
        return java.util.Arrays.copyOfRange(read, within, within + length);
    }

    int sectors() {
        return blockBytes / SectorView.SECTOR_BYTES;
    }

    /** Returns the first sector of a block on the card. */
    long sectorOf(long block) {
        return partition.firstSector() + block * sectors();
    }

    /** Returns the block that a sector of the card lies in. */
    long blockOf(long sector) {
        return (sector - partition.firstSector()) / sectors();
    }
}
