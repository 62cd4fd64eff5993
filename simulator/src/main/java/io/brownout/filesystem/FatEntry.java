package io.brownout.filesystem;

/**
 * A file or directory of a FAT file system.
 *
 * @param name its long name, or its short one where it has no other
 * @param shortName as stored, for example {@code RESINO~1.TXT}
 * @param size in bytes; 0 for a directory
 * @param firstCluster 0 if it is empty
 * @param directorySector the sector of the card that holds its short directory entry: the write that names new content goes there
 * @param directoryOffset of the entry within that sector, in bytes
 */
public record FatEntry(
        String name,
        String shortName,
        boolean isDirectory,
        long size,
        long firstCluster,
        long directorySector,
        int directoryOffset) {
    boolean isNamed(String wanted) {
        return name.equalsIgnoreCase(wanted) || shortName.equalsIgnoreCase(wanted);
    }
}
