package io.brownout.features;

import io.brownout.board.EventSink;
import io.brownout.board.RunEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers the last time that a card cut the power. Safe for any thread. */
final class LastCut implements EventSink {
    private volatile RunEvent.@Nullable CardCut cut;

    @Override
    public void publish(RunEvent event) {
        if (event instanceof RunEvent.CardCut seen) {
            cut = seen;
        }
    }

    Optional<RunEvent.CardCut> cut() {
        return Optional.ofNullable(cut);
    }
}
