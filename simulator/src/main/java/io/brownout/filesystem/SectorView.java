package io.brownout.filesystem;

/** A card's content at some moment, by sectors of 512 bytes. Safe for any thread; reads do not count as requests of the board and are not journalled. */
public interface SectorView {
    /** The size of a sector in bytes: what SD and MBR count in. */
    int SECTOR_BYTES = 512;

    /** Says how many sectors there are. */
    long sectors();

    /**
     * Reads whole sectors.
     *
     * @throws IndexOutOfBoundsException if they do not all lie on the card
     */
    byte[] read(long sector, int count);
}
