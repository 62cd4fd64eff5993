package io.brownout.card;

import java.util.Optional;

/**
 * Something that decides, write by write, where the power goes.
 *
 * <p>Asked once for every write of the board, in their order, before the write lands, while the board waits: must be quick, and must not call the card. May keep state.
 */
@FunctionalInterface
public interface WriteTrigger {
    /** Returns why the power goes before this write lands; empty if it does not. */
    Optional<String> fires(PendingWrite write);

    /** Returns the label of the partition without which it never fires; empty if it looks at the whole card. */
    default Optional<String> partitionLabel() {
        return Optional.empty();
    }
}
