package io.brownout.filesystem;

/** A partition in which no file system can be read, until something is written where one would begin. */
final class UnreadableOwners implements VolumeOwners {
    private static final int BEGIN = 4; // The boot sector of FAT, and the superblock of ext4.

    private final SectorView card;
    private final Partition partition;
    private boolean outdated;

    UnreadableOwners(SectorView card, Partition partition) {
        this.card = card;
        this.partition = partition;
    }

    @Override
    public Partition partition() {
        return partition;
    }

    @Override
    public SectorOwner ownerOf(long sector) {
        return SectorOwner.of(SectorOwner.Kind.UNKNOWN);
    }

    @Override
    public long unitEnd(long sector) {
        return sector + 1;
    }

    @Override
    public boolean interprets(long sector) {
        return sector < partition.firstSector() + BEGIN;
    }

    @Override
    public void landed(long sector, byte[] before, byte[] after, Listener listener) {
        outdated = partition.endSector() <= card.sectors()
                && !(VolumeOwners.read(card, partition) instanceof UnreadableOwners);
    }

    @Override
    public void powerLost() {}

    @Override
    public boolean isOutdated() {
        return outdated;
    }
}
