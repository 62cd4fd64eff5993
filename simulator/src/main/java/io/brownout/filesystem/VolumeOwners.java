package io.brownout.filesystem;

/**
 * Knows what every sector of a partition is for, and keeps knowing it while the partition is written to: a write makes only that be read anew which depends on it.
 *
 * <p>The view that it was made with must show the card as it is now, at every call. Sectors are the card's. Not safe for threads. Never throws because of what is on the card: what cannot be understood is {@link SectorOwner.Kind#UNKNOWN}
 * or stays as it was.
 */
public sealed interface VolumeOwners permits Ext4Owners, FatOwners, UnreadableOwners {
    /** Is told what a write has changed. */
    interface Listener {
        /** Takes sectors that belonged to nobody and now have an owner. */
        void claimed(long sector, long sectors);

        /** Takes sectors of a journal, written before, of which it is now known what they carry. */
        void carried(long sector, long sectors, SectorOwner owner);

        /** Takes what the write did, in words. */
        void meant(String meaning);
    }

    /** Reads the file system of a partition. */
    static VolumeOwners read(SectorView card, Partition partition) {
        if (partition.firstSector() < 0 || partition.sectors() < 1 || partition.endSector() > card.sectors()) {
            return new UnreadableOwners(card, partition);
        }
        try {
            return Ext4Owners.read(card, partition);
        } catch (Ext4DamagedException e) {
            try {
                return FatOwners.read(card, partition);
            } catch (FatDamagedException f) {
                return new UnreadableOwners(card, partition);
            }
        }
    }

    /** Returns the partition. */
    Partition partition();

    /** Says what a sector is for now. */
    SectorOwner ownerOf(long sector);

    /** Returns the first sector behind those that always have the same owner as this one: the end of its block or cluster. */
    long unitEnd(long sector);

    /** Says whether a write to a sector can change what other sectors are for, or can be put into words. */
    boolean interprets(long sector);

    /**
     * Takes note of a write that has landed, within one unit.
     *
     * @param before what the sectors held before it
     * @param after what they hold now
     */
    void landed(long sector, byte[] before, byte[] after, Listener listener);

    /** Takes note that the power went: what was not committed never will be. */
    void powerLost();

    /** Says whether it must be read anew as a whole, since the file system itself has become another. */
    boolean isOutdated();
}
