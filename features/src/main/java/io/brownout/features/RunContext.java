package io.brownout.features;

import io.brownout.board.EventSink;
import io.brownout.qemu.ImageStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What every scenario of one run shares.
 *
 * @param folder the run folder; scenarios write their consoles and journals below it
 * @param seed decides every random choice
 * @param boardOverride the board model to use instead of the one a scenario names
 * @param mutant the planted fault under which scenarios run now
 * @param patience how much longer than usual to wait on this machine; 1 is as written
 * @param keepsJournals whether the journals of cards stay in the run folder even if their scenario passed
 * @param lifetimes closes what is still open when the run is ended early
 * @param stepNotes tells a scenario's world which step begins
 */
public record RunContext(
        Path folder,
        long seed,
        InstantSource clock,
        EventSink sink,
        ImageStore images,
        SettledCards settledCards,
        Optional<String> boardOverride,
        Optional<Mutant> mutant,
        double patience,
        boolean keepsJournals,
        Lifetimes lifetimes,
        StepNotes stepNotes) {

    /** Says whether a planted fault wants this to go wrong. */
    boolean slipped(Mutant.Slip slip) {
        return mutant.filter(planted -> planted.is(slip)).isPresent();
    }

    /** Returns this context under a planted fault; settled cards are not shared with the ordinary run, since a fault may change them. */
    public RunContext under(Mutant planted) {
        return with(seed, Optional.of(planted), keepsJournals);
    }

    /** Returns this context with the journals of cards kept. */
    public RunContext keepingJournals() {
        return with(seed, mutant, true);
    }

    /** Returns this context with the seed of another run, to do again what that one did. */
    RunContext seeded(long other) {
        return with(other, mutant, keepsJournals);
    }

    /** Returns this context in a folder of its own, with images of its own and cards of its own, which must not be mixed up with others of the same names. */
    public RunContext apart(Path own, ImageStore store, SettledCards cards) {
        return new RunContext(
                own,
                seed,
                clock,
                sink,
                store,
                cards,
                boardOverride,
                mutant,
                patience,
                keepsJournals,
                lifetimes,
                stepNotes);
    }

    private RunContext with(long chosen, Optional<Mutant> planted, boolean keeps) {
        return new RunContext(
                folder,
                chosen,
                clock,
                sink,
                images,
                settledCards,
                boardOverride,
                planted,
                patience,
                keeps,
                lifetimes,
                stepNotes);
    }
}
