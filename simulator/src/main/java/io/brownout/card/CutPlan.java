package io.brownout.card;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the power is to go: at a write's number, at what a trigger says, or nowhere. Guarded by the card's lock. */
final class CutPlan {
    private static final long NEVER = Long.MAX_VALUE;

    private long write = NEVER;
    private @Nullable WriteTrigger trigger;

    void at(long number) {
        write = number;
    }

    void when(WriteTrigger asked) {
        trigger = asked;
    }

    void disarm() {
        write = NEVER;
        trigger = null;
    }

    /** Says whether no write can make it fire. */
    boolean isIdle() {
        return write == NEVER && trigger == null;
    }

    /** Says whether it might fire at one of the first so many writes. */
    boolean mayFireBefore(long number) {
        return trigger != null || write < number;
    }

    /** Returns why the power goes before this write lands. */
    Optional<String> fires(PendingWrite pending) {
        if (pending.number() >= write) {
            return Optional.of("write " + write);
        }
        return trigger == null ? Optional.empty() : trigger.fires(pending);
    }
}
