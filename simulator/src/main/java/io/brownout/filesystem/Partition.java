package io.brownout.filesystem;

/**
 * A partition of a card, as its master boot record has it; sectors of 512 bytes.
 *
 * @param number from 1; logical partitions count from 5, as in Linux
 * @param type the MBR's type byte, for example 0x0e for FAT16
 * @param active whether it is marked as the one to boot from
 * @param label the label of its file system; {@code partition-N} if there is none
 */
public record Partition(int number, int type, boolean active, long firstSector, long sectors, String label) {
    /** The label under which everything outside of every partition is counted. */
    public static final String GAP = "(gap)";

    static String labelOfNone(int number) {
        return "partition-" + number;
    }

    boolean hasLabel() {
        return !label.equals(labelOfNone(number));
    }

    Partition labelled(String other) {
        return new Partition(number, type, active, firstSector, sectors, other);
    }

    /** Returns the first sector behind it. */
    public long endSector() {
        return firstSector + sectors;
    }

    /** Says whether a sector of the card lies in it. */
    public boolean contains(long sector) {
        return sector >= firstSector && sector < endSector();
    }
}
