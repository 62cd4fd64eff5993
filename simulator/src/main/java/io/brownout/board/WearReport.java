package io.brownout.board;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What some hours of a device's life cost its card, and what that means for the card's life. How a card's firmware translates nobody outside its vendor knows: lives are brackets over several models, never one number.
 *
 * @param subject what was weighed, for example {@code resinos:2.0.0+rev1 on raspi3b, idle}
 * @param cardModel name of the card model
 * @param cardDescription its flash in a line
 * @param hours of the device's time
 * @param hostBytes what the device wrote in that time
 * @param byPartition the same by partition label
 * @param byKind the same by what the bytes were for, for example {@code file data} or {@code journal}
 * @param topFiles the files most was written to, the worst first; at most twenty
 * @param models one result for each translation model
 * @param heat where on the card it was written
 * @param gates what was asked of it
 */
public record WearReport(
        String subject,
        String cardModel,
        String cardDescription,
        double hours,
        long hostBytes,
        SortedMap<String, Long> byPartition,
        SortedMap<String, Long> byKind,
        List<WrittenFile> topFiles,
        List<ModelWear> models,
        HeatMap heat,
        List<Gate> gates) {
    /** Copies the collections. */
    public WearReport {
        if (!(hours > 0)) {
            throw new IllegalArgumentException("%s hours of a device's life, expected more than 0".formatted(hours));
        }
        byPartition = Collections.unmodifiableSortedMap(new TreeMap<>(byPartition));
        byKind = Collections.unmodifiableSortedMap(new TreeMap<>(byKind));
        topFiles = List.copyOf(topFiles);
        models = List.copyOf(models);
        gates = List.copyOf(gates);
    }

    /**
     * A file and what was written to it.
     *
     * @param partition label of its partition
     * @param path in its file system
     */
    public record WrittenFile(String partition, String path, long bytes) {}

    /**
     * What one translation model makes of it, once it is in its steady state.
     *
     * @param name of the model
     * @param writeAmplification bytes programmed into flash for each that the device wrote
     * @param erases in the time that was recorded, of all units together; a fraction, since one recording may take less than a unit
     * @param hottestUnitErases those of the unit that was erased most often, for each day
     * @param recordingsLevelled how many times over the card endures the recording if its wear is spread evenly over all of its flash
     * @param recordingsUnlevelled the same if only those units share it that take part in writing, and the spare ones
     * @param yearsLevelled the same in years of the device's time; infinite if nothing was written
     */
    public record ModelWear(
            String name,
            double writeAmplification,
            double erases,
            double hottestUnitErases,
            double recordingsLevelled,
            double recordingsUnlevelled,
            double yearsLevelled,
            double yearsUnlevelled) {}

    /**
     * Where on the card it was written, unit by unit of the host's addresses, and where a block-mapped card would have erased for it.
     *
     * @param unitBytes what a row stands for
     * @param columnHours what a column stands for
     * @param rows those that anything was written to, the hottest ones only if there are many, in the order of their addresses
     * @param unitsLeftOff how many there were besides
     */
    public record HeatMap(long unitBytes, double columnHours, List<HeatRow> rows, int unitsLeftOff) {
        /** Copies the list. */
        public HeatMap {
            rows = List.copyOf(rows);
        }
    }

    /**
     * One unit of the host's addresses.
     *
     * @param unit counts from 0
     * @param content what most of it was written for
     * @param bytes written, by column
     * @param erases that this cost, by column
     */
    public record HeatRow(int unit, String content, List<Long> bytes, List<Long> erases) {
        /** Copies the lists. */
        public HeatRow {
            bytes = List.copyOf(bytes);
            erases = List.copyOf(erases);
        }

        /** Says how many bytes were written to it in all. */
        public long totalBytes() {
            return bytes.stream().mapToLong(Long::longValue).sum();
        }

        /** Says how many erases it cost in all. */
        public long totalErases() {
            return erases.stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Something that was asked of it.
     *
     * @param limit as it was asked, for example {@code 500MB/day}
     * @param seen what it was instead, in the same words
     */
    public record Gate(String limit, String seen, boolean kept) {}

    /** Returns this with what was asked of it. */
    public WearReport judged(List<Gate> judgements) {
        return new WearReport(
                subject,
                cardModel,
                cardDescription,
                hours,
                hostBytes,
                byPartition,
                byKind,
                topFiles,
                models,
                heat,
                judgements);
    }

    /** Says how many bytes the device writes a day. */
    public long hostBytesPerDay() {
        return perDay(hostBytes);
    }

    /** Turns what was counted in the recording into what it is a day. */
    public long perDay(long inRecording) {
        return Math.round(inRecording * 24 / hours);
    }

    /** Returns the worst case: years until the card is worn out if its wear is not levelled, under the model that is hardest on it. */
    public double fewestYears() {
        return models.stream().mapToDouble(ModelWear::yearsUnlevelled).min().orElse(Double.POSITIVE_INFINITY);
    }

    /** Returns the best case: years until the card is worn out if its wear is levelled, under the model that is kindest to it. */
    public double mostYears() {
        return models.stream().mapToDouble(ModelWear::yearsLevelled).max().orElse(Double.POSITIVE_INFINITY);
    }

    /** Says whether everything that was asked of it was kept. */
    public boolean kept() {
        return gates.stream().allMatch(Gate::kept);
    }

    /** Sums it up in one line. */
    public String summary() {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%s, %s h: %s written (%s a day), write amplification %s, %s card: %s years",
                subject,
                hours == Math.rint(hours) ? Long.toString((long) hours) : rounded(hours),
                megabytes(hostBytes),
                megabytes(hostBytesPerDay()),
                range(
                        models.stream()
                                .mapToDouble(ModelWear::writeAmplification)
                                .min()
                                .orElse(1),
                        models.stream()
                                .mapToDouble(ModelWear::writeAmplification)
                                .max()
                                .orElse(1)),
                cardModel,
                range(fewestYears(), mostYears())));
        gates.forEach(gate -> line.append("; gate ")
                .append(gate.limit())
                .append(gate.kept() ? ": kept" : ": NOT KEPT, it is " + gate.seen()));
        return line.toString();
    }

    private static String megabytes(long bytes) {
        double megabytes = bytes / 1e6;
        return String.format(
                Locale.ROOT, megabytes >= 100 ? "%,.0f MB" : megabytes >= 1 ? "%.1f MB" : "%.3f MB", megabytes);
    }

    /** Puts a bracket into words, to two digits: nobody knows more. */
    public static String range(double least, double most) {
        return Double.isInfinite(least) ? "endless" : rounded(least) + " to " + rounded(most);
    }

    /** Puts a number into words, to two digits. */
    public static String rounded(double value) {
        if (Double.isInfinite(value)) {
            return "endless";
        }
        double step = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-9))) - 1);
        double shown = Math.round(value / step) * step;
        String pattern = shown >= 10 ? "%,.0f" : shown >= 1 ? "%.1f" : "%.2g";
        return String.format(Locale.ROOT, pattern, shown);
    }
}
