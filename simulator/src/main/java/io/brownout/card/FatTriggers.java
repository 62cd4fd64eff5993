package io.brownout.card;

import io.brownout.filesystem.FatVolume;
import java.util.function.Predicate;

/** Triggers that know what a write means to a FAT file system. */
public final class FatTriggers {
    private FatTriggers() {}

    /**
     * Fires at the very write after which a file, read as firmware reads it, has content that satisfies the predicate, while before that write it had not: the commit point of whatever that file decides.
     *
     * <p>Meant for small files: a write to any sector that reading the path depends on (boot sector, table, directories, clusters) reads it anew; every other write costs a look into a bit set.
     *
     * @param partitionLabel of the FAT partition
     * @param path of the file, as {@link FatVolume#read} takes it
     * @param content given the whole content; not called while the file is not there or cannot be read
     */
    public static WriteTrigger fileNamesNewContent(String partitionLabel, String path, Predicate<byte[]> content) {
        return new FileContentTrigger(partitionLabel, path, content);
    }
}
