package io.brownout.explorer;

import io.brownout.card.Card;
import io.brownout.card.CardBuilder;
import io.brownout.card.CardHistory;
import io.brownout.card.StateId;
import io.brownout.explorer.Life.Begin;
import io.brownout.filesystem.Partition;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;

/**
 * Examines a state by running a device from it.
 *
 * @param history the recording
 * @param bootPartition where the boot loader's files are
 * @param trial runs the device
 * @param journals where the journal of each device's card is kept, under the name of its state; empty: nowhere
 */
public record DeviceExaminer(CardHistory history, Partition bootPartition, Trial trial, Optional<Path> journals)
        implements Examiner<Life> {
    /** Keeps no journals. */
    public DeviceExaminer(CardHistory history, Partition bootPartition, Trial trial) {
        this(history, bootPartition, trial, Optional.empty());
    }

    @Override
    public Finding<Life> examine(StateId state) throws InterruptedException {
        CardBuilder builder = Card.at(history, state).name(state.toString());
        journals.ifPresent(folder -> builder.journal(folder.resolve(state.toString())));
        try (Card card = builder.build()) {
            Life life = trial.run(card, state);
            BitSet read = FirstReads.of(card.journal());
            if (life.begun() == Begin.POWER_ON) {
                return new Finding<>(life, read, Trace.of(card.journal()));
            }
            // Nobody has seen what its own boot loader would have read there, but for all that there is.
            read.set((int) bootPartition.firstSector(), (int) bootPartition.endSector());
            return new Finding<>(life, read, Trace.NONE);
        }
    }

    @Override
    public boolean resemble(Life one, Life other) {
        return one.verdict().equals(other.verdict());
    }

    @Override
    public boolean confirms(Finding<Life> expected, Finding<Life> again) {
        return expected.result().begun() == again.result().begun()
                ? again.agreesWith(expected)
                : resemble(expected.result(), again.result())
                        && expected.result().reports().equals(again.result().reports());
    }
}
