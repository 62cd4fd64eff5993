package io.brownout.card;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands since power-on that nothing has made durable, newest first, made out of the journal's records one by one as they are asked for. */
final class WriteCommands implements Iterator<WriteCommand> {
    private final Iterator<CardRequest> newestFirst;
    private final boolean flushLies;
    private final List<WriteCommand> ready = new ArrayList<>();
    private @Nullable CardRequest ahead;

    WriteCommands(Stream<CardRequest> newestFirst, boolean flushLies) {
        this.newestFirst = newestFirst.iterator();
        this.flushLies = flushLies;
        step();
    }

    private void step() {
        ahead = newestFirst.hasNext() ? newestFirst.next() : null;
        if (ahead != null && ahead.kind() == RequestKind.FLUSH && !flushLies) {
            ahead = null;
        }
    }

    @Override
    public boolean hasNext() {
        List<CardRequest> corrections = new ArrayList<>();
        while (ready.isEmpty() && ahead != null) {
            CardRequest request = ahead;
            step();
            if (request.kind() == RequestKind.AFTERMATH) {
                corrections.add(request);
            } else if (isAtRisk(request)) {
                ready.addAll(commandsOf(request, corrections));
            } else {
                corrections.clear();
            }
        }
        return !ready.isEmpty();
    }

    private boolean isAtRisk(CardRequest request) {
        return request.kind().isWrite() && (flushLies || !request.forced());
    }

    private List<WriteCommand> commandsOf(CardRequest last, List<CardRequest> corrections) {
        List<CardRequest> run = new ArrayList<>(List.of(last));
        while (ahead != null && leadsUpTo(ahead, run.getLast())) {
            run.add(ahead);
            step();
        }
        Collections.reverse(run);
        int step = TornCommand.COMMON_COMMAND_SECTORS;
        List<WriteCommand> commands = new ArrayList<>();
        for (int from = (run.size() - 1) / step * step; from >= 0; from -= step) {
            List<CardRequest> writes = run.subList(from, Math.min(run.size(), from + step));
            commands.add(new WriteCommand(writes, commands.isEmpty() ? corrections : List.of()));
        }
        return commands;
    }

    /** A correction ends a run as every other request does: what lies before it is a command of its own. */
    private boolean leadsUpTo(CardRequest earlier, CardRequest later) {
        return earlier.kind() == RequestKind.WRITE
                && later.kind() == RequestKind.WRITE
                && isAtRisk(earlier)
                && earlier.sectors() == 1
                && later.sectors() == 1
                && earlier.sector() + 1 == later.sector();
    }

    @Override
    public WriteCommand next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no earlier command that nothing has made durable");
        }
        return ready.removeFirst();
    }
}
