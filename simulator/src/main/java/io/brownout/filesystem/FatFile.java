package io.brownout.filesystem;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file or directory of a FAT file system as {@link FatOwners} knows it: it stays the same when it is renamed, and keeps its path when it is deleted. */
final class FatFile {
    private static final int DEEPEST = 64;

    private final int number;
    private final Map<String, Integer> children = new HashMap<>();
    private @Nullable FatFile parent;
    private @Nullable FatEntry entry;

    FatFile(int number, @Nullable FatFile parent, @Nullable FatEntry entry) {
        this.number = number;
        this.parent = parent;
        this.entry = entry;
    }

    int number() {
        return number;
    }

    /** Returns the numbers of the files in it by their names. */
    Map<String, Integer> children() {
        return children;
    }

    /** Gives it another place, name or size. */
    void become(FatFile directory, FatEntry now) {
        parent = directory;
        entry = now;
    }

    /** Returns the entry that names it; the root directory has none. */
    Optional<FatEntry> entry() {
        return Optional.ofNullable(entry);
    }

    boolean isDirectory() {
        return entry == null || entry.isDirectory();
    }

    long firstCluster() {
        return entry == null ? 0 : entry.firstCluster();
    }

    String path() {
        Deque<String> names = new ArrayDeque<>();
        for (FatFile at = this; at != null && at.entry != null && names.size() < DEEPEST; at = at.parent) {
            names.push(at.entry.name());
        }
        return "/" + String.join("/", names);
    }
}
