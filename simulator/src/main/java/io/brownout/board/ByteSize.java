package io.brownout.board;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written with a binary unit: {@code 512B}, {@code 8KiB}, {@code 4MiB}, {@code 32GiB}. Units are those of IEC 80000-13; {@code 32G} is read as well, as QEMU's tools do.
 *
 * @param bytes zero or more
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18})(B|[KMGT](?:iB)?)");
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final int UNIT_SHIFT = 10;

    /** Checks that it is none below zero. */
    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size of %d bytes, expected 0 or more".formatted(bytes));
        }
    }

    /**
     * Reads a size with its unit.
     *
     * @throws UsageException if it is none, with what is expected
     */
    public static ByteSize parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new UsageException(
                    "expected a size with its unit, such as 512B, 8KiB, 4MiB or 32G, got \"%s\"".formatted(text));
        }
        int unit = 0;
        while (UNITS[unit].charAt(0) != written.group(2).charAt(0)) {
            unit++;
        }
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(written.group(1)), 1L << (UNIT_SHIFT * unit)));
        } catch (ArithmeticException e) {
            throw new UsageException("the size %s is more than 8 EiB".formatted(text), e);
        }
    }

    /** Writes it in the largest unit of which it is a whole number; {@link #parse} reads that again. */
    @Override
    public String toString() {
        int unit = 0;
        long count = bytes;
        while (count != 0 && unit < UNITS.length - 1 && count % (1 << UNIT_SHIFT) == 0) {
            count >>= UNIT_SHIFT;
            unit++;
        }
        return String.format(Locale.ROOT, "%d%s", count, UNITS[unit]);
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }
}
