package io.brownout.card;

import io.brownout.board.UsageException;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Names one state of a card exactly, within one journal, in a text that is also the name of an NBD export.
 *
 * <p>{@code after-120} is the card after its first 120 writes: what a cut before write 120 leaves, with everything that happened to the card until then, an edit on a PC as well as the aftermath of an earlier cut.
 * {@code records-300} is the card after the first 300 records of the journal, for what lies between two writes. {@code after-120-without-112+117..119} is the same without four of the
 * writes, as a card that reorders may leave it. {@code after-120-torn-120.3} has the first three sectors of write 120 on top. {@code after-120-garbled-8192..16383.ff-since-118} has 0xFF in these sectors, but for those that were written
 * from write 118 on, as a card may leave it that was copying an allocation unit.
 *
 * @param unit what is counted
 * @param count how many of them have happened
 * @param without the numbers of writes that have not, in ascending order; their sectors are as they were before
 * @param torn the write of which only the beginning has landed, on top of all
 * @param garbled a stretch of sectors that do not hold what was written to them last
 */
public record StateId(
        Unit unit, long count, NavigableSet<Long> without, Optional<Torn> torn, Optional<Garbled> garbled) {
    private static final String NUMBER = "(\\d{1,18})";
    private static final Pattern TEXT =
            Pattern.compile("(after|records)-" + NUMBER + "(?:-without-(\\d[\\d.+]*))?(?:-torn-"
                    + NUMBER + "\\." + NUMBER + ")?(?:-garbled-" + NUMBER + "\\.\\." + NUMBER
                    + "\\.(old|ff|noise)-since-" + NUMBER
                    + ")?");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})(?:\\.\\.(\\d{1,18}))?");
    private static final int MOST_WITHOUT = 1_000_000;

    /** What a state counts. */
    public enum Unit {
        /** Writes of boards: {@link CardJournal#writes}. */
        AFTER,
        /** Records of the journal: {@link CardJournal#size}. */
        RECORDS;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What garbled sectors hold. */
    public enum Content {
        /** What they held before they were last written; one that nobody has written since the journal began holds what it held. */
        OLD,
        /** Erased flash: 0xFF. */
        FF,
        /** Noise, the same in each such state. */
        NOISE;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Sectors that do not hold what was written to them last.
     *
     * @param first the first of them
     * @param last the last of them
     * @param content what they hold
     * @param since the number of the first write that is not garbled: what it and later ones wrote is there
     */
    public record Garbled(long first, long last, Content content, long since) {
        /** Checks that there are some. */
        public Garbled {
            if (first < 0 || last < first || since < 0) {
                throw new IllegalArgumentException(
                        "sectors %d to %d garbled since write %d, expected some sectors and 0 or more"
                                .formatted(first, last, since));
            }
        }

        boolean covers(long sector) {
            return sector >= first && sector <= last;
        }

        @Override
        public String toString() {
            return "%d..%d.%s-since-%d".formatted(first, last, content.text(), since);
        }
    }

    /**
     * A write that was cut while it landed.
     *
     * @param write its number
     * @param sectors how many of its sectors have landed, from its first
     */
    public record Torn(long write, long sectors) {
        /** Checks that neither is negative. */
        public Torn {
            if (write < 0 || sectors < 0) {
                throw new IllegalArgumentException(
                        "%d sectors of write %d, expected 0 or more".formatted(sectors, write));
            }
        }
    }

    /** Copies the set, and checks that nothing is negative. */
    public StateId {
        if (count < 0 || without.stream().anyMatch(write -> write < 0)) {
            throw new IllegalArgumentException(
                    "a state after %d, without the writes %s; expected 0 or more".formatted(count, without));
        }
        without = Collections.unmodifiableNavigableSet(new TreeSet<>(without));
    }

    /** Names the state after so many writes. */
    public static StateId after(long writes) {
        return new StateId(Unit.AFTER, writes, Collections.emptyNavigableSet(), Optional.empty(), Optional.empty());
    }

    /** Names the state after so many records of the journal. */
    public static StateId afterRecords(long records) {
        return new StateId(Unit.RECORDS, records, Collections.emptyNavigableSet(), Optional.empty(), Optional.empty());
    }

    /** Names this state, but that these writes have not happened. */
    public StateId without(Collection<Long> writes) {
        return new StateId(unit, count, new TreeSet<>(writes), torn, garbled);
    }

    /** Names this state, with the first sectors of one write on top. */
    public StateId torn(long write, long sectors) {
        return new StateId(unit, count, without, Optional.of(new Torn(write, sectors)), garbled);
    }

    /** Names this state, with some sectors garbled. */
    public StateId garbled(Garbled sectors) {
        return new StateId(unit, count, without, torn, Optional.of(sectors));
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws UsageException if it names no state
     */
    public static StateId parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new UsageException(
                    "expected a state such as after-120, after-120-without-112+117..119, after-120-torn-120.3, after-120-garbled-8192..16383.ff-since-118 or records-300, found \"%s\""
                            .formatted(text));
        }
        Unit unit = Unit.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
        NavigableSet<Long> without =
                matcher.group(3) == null ? Collections.emptyNavigableSet() : ranges(matcher.group(3));
        Optional<Torn> torn = matcher.group(4) == null
                ? Optional.empty()
                : Optional.of(new Torn(Long.parseLong(matcher.group(4)), Long.parseLong(matcher.group(5))));
        return new StateId(unit, Long.parseLong(matcher.group(2)), without, torn, garbled(matcher));
    }

    private static Optional<Garbled> garbled(Matcher matcher) {
        if (matcher.group(6) == null) {
            return Optional.empty();
        }
        long first = Long.parseLong(matcher.group(6));
        long last = Long.parseLong(matcher.group(7));
        if (last < first) {
            throw new UsageException(
                    "the garbled sectors %d..%d in a state: expected the first before the last".formatted(first, last));
        }
        Content content = Content.valueOf(matcher.group(8).toUpperCase(Locale.ROOT));
        return Optional.of(new Garbled(first, last, content, Long.parseLong(matcher.group(9))));
    }

    private static NavigableSet<Long> ranges(String text) {
        NavigableSet<Long> writes = new TreeSet<>();
        for (String part : text.split("\\+", -1)) {
            Matcher range = RANGE.matcher(part);
            if (!range.matches()) {
                throw new UsageException(
                        "expected numbers of writes such as 112+117..119 in a state, found \"%s\"".formatted(part));
            }
            long first = Long.parseLong(range.group(1));
            long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
            if (last < first || last - first >= MOST_WITHOUT - writes.size()) {
                throw new UsageException("the writes %s in a state: expected the first before the last, and %d at most"
                        .formatted(part, MOST_WITHOUT));
            }
            LongStream.rangeClosed(first, last).forEach(writes::add);
        }
        return writes;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(unit.text()).append('-').append(count);
        String separator = "-without-";
        for (long first : without) {
            if (!without.contains(first - 1)) {
                long last = first;
                while (without.contains(last + 1)) {
                    last++;
                }
                text.append(separator).append(first);
                text.append(last == first ? "" : ".." + last);
                separator = "+";
            }
        }
        torn.ifPresent(
                it -> text.append("-torn-").append(it.write()).append('.').append(it.sectors()));
        garbled.ifPresent(it -> text.append("-garbled-").append(it));
        return text.toString();
    }
}
