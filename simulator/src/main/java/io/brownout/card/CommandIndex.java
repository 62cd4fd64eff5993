package io.brownout.card;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The commands that a recording's writes came in, so that what a card had at risk at any write is known at once. The same commands as {@link WriteCommands} makes out when the power goes, for every point of a recording in one pass.
 *
 * <p>Immutable; safe for any thread.
 */
public final class CommandIndex {
    private final List<Command> commands;
    private final NavigableMap<Long, Integer> barriers;

    /**
     * What a card was asked to write at once.
     *
     * @param first the number of its first write
     * @param end the number of the first write behind it
     */
    public record Command(long first, long end) {}

    private CommandIndex(List<Command> commands, NavigableMap<Long, Integer> barriers) {
        this.commands = commands;
        this.barriers = barriers;
    }

    /** Reads the commands of a recording whose card was ideal. */
    public static CommandIndex of(CardHistory history) {
        Pass pass = new Pass();
        for (long number = 0; number < history.records(); number++) {
            pass.take(history.journal().request(number));
        }
        pass.finish();
        return new CommandIndex(List.copyOf(pass.commands), pass.barriers);
    }

    /**
     * Returns the newest commands of which anything has landed after so many writes, the newest first, each only as far as it has landed. None that was forced, that a flush covers which was completed before the last of these writes, or from before the power was switched on.
     *
     * @param most how many at most
     */
    public List<Command> newest(long writes, int most) {
        Map.Entry<Long, Integer> barrier = barriers.lowerEntry(writes);
        int oldest = barrier == null ? 0 : barrier.getValue();
        List<Command> newest = new ArrayList<>();
        for (int i = firstNotBefore(writes) - 1; i >= oldest && newest.size() < most; i--) {
            Command command = commands.get(i);
            newest.add(new Command(command.first(), Math.min(command.end(), writes)));
        }
        return newest;
    }

    private int firstNotBefore(long writes) {
        int low = 0;
        int high = commands.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (commands.get(middle).first() < writes) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static final class Pass {
        private final List<Command> commands = new ArrayList<>();
        private final NavigableMap<Long, Integer> barriers = new TreeMap<>();
        private long first = -1;
        private long end;
        private long nextSector;

        void take(CardRequest request) {
            switch (request.kind()) {
                case MARK -> {}
                case FLUSH, POWER_ON -> {
                    finish();
                    barriers.put(request.write(), commands.size());
                }
                case WRITE, TRIM, WRITE_ZEROES -> write(request);
                case READ, POWER_LOST, AFTERMATH, EDITED, HOST_WRITE, NOT_DONE -> finish();
            }
        }

        private void write(CardRequest request) {
            boolean single = request.kind() == RequestKind.WRITE && request.sectors() == 1 && !request.forced();
            boolean goesOn = single
                    && first >= 0
                    && request.sector() == nextSector
                    && end - first < TornCommand.COMMON_COMMAND_SECTORS;
            if (!goesOn) {
                finish();
            }
            if (request.forced()) {
                return;
            }
            first = goesOn ? first : request.write();
            end = request.write() + 1;
            nextSector = single ? request.sector() + 1 : -1;
        }

        void finish() {
            if (first >= 0) {
                commands.add(new Command(first, end));
            }
            first = -1;
        }
    }
}
