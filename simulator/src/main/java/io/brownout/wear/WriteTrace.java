package io.brownout.wear;

import io.brownout.board.UsageException;
import io.brownout.card.CardJournal;
import io.brownout.card.CardRequest;
import io.brownout.card.RequestKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The write commands of a stretch of a device's life, to be replayed into translation models as often as one likes. Immutable.
 *
 * <p>QEMU's SD model cuts a command into one request for each sector. What was one command is inferred: single sectors that follow each other with no other request in between, up to the longest command that Linux sends to a Pi's
 * card. A longer request (virtio) is a command by itself.
 */
public final class WriteTrace {
    /** 512 KiB: {@code max_req_size} of the Pi's SD host drivers, drivers/mmc/host/bcm2835.c and sdhci.c of Linux. */
    private static final int LONGEST_COMMAND = 1024;

    private final long[] sectors;
    private final int[] lengths;
    private final long[] writes;
    private final int[] columnEnds;
    private final Duration period;

    private WriteTrace(long[] sectors, int[] lengths, long[] writes, int[] columnEnds, Duration period) {
        this.sectors = sectors;
        this.lengths = lengths;
        this.writes = writes;
        this.columnEnds = columnEnds;
        this.period = period;
    }

    /**
     * Takes the write commands of a part of a journal.
     *
     * @param marks numbers of records, ascending: the first one of the part, then where each of some equal spans of the device's time ends, the last one being the end of the part
     * @param period how much of the device's time the part covers; only the device can know, in virtual time the journal's times do not say
     */
    public static WriteTrace of(CardJournal journal, List<Long> marks, Duration period) {
        if (marks.size() < 2 || !period.isPositive()) {
            throw new UsageException("a recording of %s between %d marks, expected a positive time between at least two"
                    .formatted(period, marks.size()));
        }
        Builder builder = new Builder(marks.size() - 1);
        for (int column = 0; column + 1 < marks.size(); column++) {
            for (long number = marks.get(column); number < marks.get(column + 1); number++) {
                builder.take(journal.request(number));
            }
            builder.endColumn(column);
        }
        return builder.build(period);
    }

    /** Says how much of a device's time it covers. */
    public Duration period() {
        return period;
    }

    /** Says how many commands there are. */
    public int commands() {
        return sectors.length;
    }

    /** Says how many equal spans of time it is divided into. */
    public int columns() {
        return columnEnds.length;
    }

    int columnEnd(int column) {
        return columnEnds[column];
    }

    long sector(int command) {
        return sectors[command];
    }

    /** Returns the number, in its journal, of the first write of a command. */
    long write(int command) {
        return writes[command];
    }

    boolean isTrim(int command) {
        return lengths[command] < 0;
    }

    int sectors(int command) {
        return Math.abs(lengths[command]);
    }

    /** Returns the end of the highest command, in bytes. */
    long endBytes() {
        long end = 0;
        for (int command = 0; command < sectors.length; command++) {
            end = Math.max(end, sectors[command] + sectors(command));
        }
        return end * 512;
    }

    /** Replays some commands into a model; returns the first that it does not take, or {@code to}. */
    int replay(TranslationModel model, int from, int to) {
        for (int command = from; command < to; command++) {
            if (lengths[command] < 0) {
                model.trim(sectors[command], -lengths[command]);
            } else if (!model.write(sectors[command], lengths[command])) {
                return command;
            }
        }
        return to;
    }

    /** Gathers commands. */
    private static final class Builder {
        private final int[] columnEnds;
        private long[] sectors = new long[1024];
        private int[] lengths = new int[1024];
        private long[] writes = new long[1024];
        private int size;
        private long next = -1;

        Builder(int columns) {
            columnEnds = new int[columns];
        }

        void take(CardRequest request) {
            if (request.kind() == RequestKind.MARK) {
                return; // A note, made at no moment that the card knows of, ends no command.
            }
            if (!request.kind().isWrite() || request.sectors() == 0) {
                next = -1;
                return;
            }
            boolean single = request.kind() == RequestKind.WRITE && request.sectors() == 1;
            if (single && request.sector() == next && lengths[size - 1] < LONGEST_COMMAND) {
                lengths[size - 1]++;
            } else {
                append(request);
            }
            next = single ? request.sector() + 1 : -1;
        }

        private void append(CardRequest request) {
            if (size == sectors.length) {
                sectors = Arrays.copyOf(sectors, 2 * size);
                lengths = Arrays.copyOf(lengths, 2 * size);
                writes = Arrays.copyOf(writes, 2 * size);
            }
            int length = Math.toIntExact(request.sectors());
            sectors[size] = request.sector();
            lengths[size] = request.kind() == RequestKind.TRIM ? -length : length;
            writes[size] = request.write();
            size++;
        }

        void endColumn(int column) {
            columnEnds[column] = size;
        }

        WriteTrace build(Duration period) {
            return new WriteTrace(
                    Arrays.copyOf(sectors, size),
                    Arrays.copyOf(lengths, size),
                    Arrays.copyOf(writes, size),
                    columnEnds,
                    period);
        }
    }
}
