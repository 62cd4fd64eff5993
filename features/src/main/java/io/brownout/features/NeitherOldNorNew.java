package io.brownout.features;

import io.brownout.explorer.ExplorationResult;
import io.brownout.filesystem.FileListing;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts the files that are neither what they were before an update nor what they are after it: where an updater is careful there are none but those beside the real ones, under names that nobody reads: with a dot before them, or FATRWnnn.TMP.
 *
 * @param before the files at the first cut point
 * @param after the files at the last one
 */
record NeitherOldNorNew(FileListing before, FileListing after) implements ToIntFunction<FileListing> {
    private static final int DAMAGE = 100;

    private static final Pattern BESIDE = Pattern.compile(".*/(\\..*|FATRW\\d{3}\\.TMP)");

    NeitherOldNorNew(ExplorationResult<FileListing> result) {
        this(
                result.classOf(0).orElseThrow().result(),
                result.classOf(result.points().count() - 1).orElseThrow().result());
    }

    @Override
    public int applyAsInt(FileListing now) {
        TreeSet<String> paths = new TreeSet<>(now.files().keySet());
        paths.addAll(before.files().keySet());
        paths.addAll(after.files().keySet());
        long odd = paths.stream()
                .filter(path -> !BESIDE.matcher(path).matches())
                .filter(path -> isOdd(
                        now.files().get(path),
                        before.files().get(path),
                        after.files().get(path)))
                .count();
        return (int) odd + (now.damage().isPresent() ? DAMAGE : 0);
    }

    private static boolean isOdd(@Nullable String now, @Nullable String old, @Nullable String next) {
        return !Objects.equals(now, old) && !Objects.equals(now, next);
    }
}
