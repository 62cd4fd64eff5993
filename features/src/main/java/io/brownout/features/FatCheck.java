package io.brownout.features;

import io.brownout.filesystem.Partition;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks a FAT file system with {@code fsck.vfat}, and tells damage from what a loss of power may leave without harm.
 *
 * <p>No damage are: the dirty bit, which FAT32 keeps in its boot sector and not in the copy of it; a second table that lags behind the first, which alone is read; a count of free clusters that is off, which is a hint only. Damage is everything else that the tool finds: chains that are
 * shared, broken or shorter than their file, entries that cannot be, and clusters that belong to nobody, since no device ever gives those back.
 */
final class FatCheck {
    private static final Set<Integer> TYPES = Set.of(0x01, 0x04, 0x06, 0x0b, 0x0c, 0x0e);
    private static final Set<Integer> UNDERSTOOD = Set.of(0, 1);
    private static final List<Pattern> HARMLESS = List.of(
            Pattern.compile("fsck\\.fat .*"),
            Pattern.compile(".*: \\d+ files, \\d+/\\d+ clusters"),
            Pattern.compile("Leaving filesystem unchanged\\."),
            Pattern.compile("Dirty bit is set\\..*"),
            Pattern.compile("Automatically removing dirty bit\\."),
            Pattern.compile("There are differences between boot sector and its backup\\."),
            Pattern.compile("This is mostly harmless\\. Differences: .*"),
            Pattern.compile("65:01/00"),
            Pattern.compile("Not automatically fixing this\\."),
            Pattern.compile("FATs differ but appear to be intact\\."),
            Pattern.compile("Using first FAT\\."),
            Pattern.compile("Free cluster summary (wrong|uninitialized).*"),
            Pattern.compile("Auto-(correcting|setting)\\."));

    private FatCheck() {}

    static boolean isFat(Partition partition) {
        return TYPES.contains(partition.type());
    }

    /** Returns the lines that speak of damage; empty if there is none. */
    static List<String> damage(Path fileSystem) {
        return HostTool.run(UNDERSTOOD, "fsck.vfat", "-n", fileSystem.toString())
                .text()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .filter(line ->
                        HARMLESS.stream().noneMatch(it -> it.matcher(line).matches()))
                .toList();
    }
}
