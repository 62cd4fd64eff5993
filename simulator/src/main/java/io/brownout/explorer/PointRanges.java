package io.brownout.explorer;

import io.brownout.board.UsageException;
import java.util.BitSet;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Sets of numbers as text: {@code 0..17,19,22..30}. */
final class PointRanges {
    private static final Pattern RANGE = Pattern.compile("\\d{1,9}(\\.\\.\\d{1,9})?");

    private PointRanges() {}

    static String text(BitSet set) {
        StringJoiner text = new StringJoiner(",");
        for (int from = set.nextSetBit(0); from >= 0; ) {
            int end = set.nextClearBit(from);
            text.add(end == from + 1 ? Integer.toString(from) : from + ".." + (end - 1));
            from = set.nextSetBit(end);
        }
        return text.toString();
    }

    static BitSet parse(String text) {
        BitSet set = new BitSet();
        if (text.isEmpty()) {
            return set;
        }
        for (String range : text.split(",")) {
            if (!RANGE.matcher(range).matches()) {
                throw new UsageException(
                        "\"%s\" is no range of numbers, expected one such as 7 or 7..9".formatted(range));
            }
            int dots = range.indexOf("..");
            int from = Integer.parseInt(dots < 0 ? range : range.substring(0, dots));
            int last = dots < 0 ? from : Integer.parseInt(range.substring(dots + 2));
            if (last < from) {
                throw new UsageException("the range %s ends before it begins".formatted(range));
            }
            set.set(from, last + 1);
        }
        return set;
    }
}
