package io.brownout.card;

import io.brownout.board.EventSource;
import io.brownout.board.UsageException;
import io.brownout.nbd.NbdExport;
import io.brownout.nbd.NbdExports;
import io.brownout.nbd.NbdServer;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Serves every state of a history: the name of an export is that of a state. What a client writes goes to a copy of its own for each state, which all clients of that state share, and which is gone when this is closed; the history stays
 * as it is.
 */
public final class ServedHistory implements NbdExports, AutoCloseable {
    private static final int MOST_NAMES = 64;

    private final CardHistory history;
    private final StateId standard;
    private final Map<StateId, Card> cards = new HashMap<>();
    private final Map<StateId, NbdExport> exports = new HashMap<>();
    private boolean closed;

    /**
     * Takes what is to be served.
     *
     * @param standard the state that a client gets which names none
     * @throws UsageException if the history does not tell of it
     */
    public ServedHistory(CardHistory history, StateId standard) {
        this.history = history;
        this.standard = standard;
        history.state(standard);
    }

    /** Starts to serve it; see {@link NbdServer#start} for the address. Close the server first, then this. */
    public NbdServer serveAt(SocketAddress address) {
        return NbdServer.start(this, address);
    }

    /** Lists the default state and those at the first {@value #MOST_NAMES} marks; any other can be asked for as well. */
    @Override
    public List<String> names() {
        return Stream.concat(
                        Stream.of(standard),
                        history.journal().marks().map(mark -> StateId.after(Math.min(mark.write(), history.writes()))))
                .distinct()
                .limit(MOST_NAMES)
                .map(StateId::toString)
                .toList();
    }

    @Override
    public synchronized Optional<NbdExport> open(String name) {
        if (closed) {
            return Optional.empty();
        }
        try {
            StateId id = name.isEmpty() ? standard : StateId.parse(name);
            return Optional.of(exports.computeIfAbsent(id, this::export));
        } catch (UsageException e) {
            return Optional.empty(); // The client is told that there is no such export.
        }
    }

    private NbdExport export(StateId id) {
        Card card = Card.at(history, id)
                .name(id.toString())
                .events(EventSource.unheard(id.toString()))
                .build();
        cards.put(id, card);
        return card.switchOn(cut -> {});
    }

    /** Ends the copies. */
    @Override
    public void close() {
        List<Card> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(cards.values());
            cards.clear();
            exports.clear();
        }
        ending.forEach(Card::close);
    }
}
