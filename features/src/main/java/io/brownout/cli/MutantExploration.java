package io.brownout.cli;

import io.brownout.board.Deadline;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.explorer.CutClass;
import io.brownout.explorer.CutFindings;
import io.brownout.explorer.CutVerdict;
import io.brownout.explorer.CutVerdict.Kind;
import io.brownout.explorer.ExplorationListener;
import io.brownout.explorer.ExplorationResult;
import io.brownout.explorer.Life;
import io.brownout.features.RunContext;
import io.brownout.features.UpdateMutant;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Explores updates with and without planted mistakes.
 *
 * @param jobs how many devices run at once
 * @param compare whether to find out as well how many random cuts it takes
 * @param seed decides the random cuts that ours are compared with
 */
record MutantExploration(int jobs, boolean compare, long seed, Consumer<String> progress) {
    private static final Duration BUDGET = Duration.ofDays(30);

    /** Explores a mutant until one of the verdicts that it must lead to is found. */
    MutantFind explore(UpdateMutant mutant, RunContext context) throws InterruptedException {
        try (ReadUpdate update = ReadUpdate.record(mutant.planted(), context, jobs)) {
            Stopwatch stopwatch = Stopwatch.start();
            BitSet lost = mutant.expects().contains(Kind.DATA_LOST) ? update.lost() : new BitSet();
            MutantFind find = lost.isEmpty() ? booted(mutant, update) : read(mutant, update, lost, stopwatch);
            return compare && find.verdict() == MutantVerdict.KILLED ? compared(find, update) : find;
        }
    }

    private static MutantFind read(UpdateMutant mutant, ReadUpdate update, BitSet lost, Stopwatch stopwatch) {
        int first = lost.nextSetBit(0);
        return new MutantFind(
                mutant,
                MutantVerdict.KILLED,
                "DATA_LOST "
                        + update.readings()
                                .losses()
                                .classOf(first)
                                .orElseThrow()
                                .result(),
                update.name(first),
                0,
                stopwatch.seconds(),
                update.seconds(),
                update.points().count(),
                Optional.empty());
    }

    private MutantFind booted(UpdateMutant mutant, ReadUpdate update) throws InterruptedException {
        Stopwatch stopwatch = Stopwatch.start();
        UntilFound until = new UntilFound(mutant.expects(), BUDGET);
        ExplorationResult<Life> lives = update.boot(until, until.deadline(), seed);
        Optional<UntilFound.Find> find = until.find();
        return new MutantFind(
                mutant,
                find.isPresent() ? MutantVerdict.KILLED : MutantVerdict.SURVIVED,
                find.map(it -> spoken(it.found().result().verdict()))
                        .orElseGet(() -> "nothing expected, but "
                                + CutFindings.of(lives, update.readings().losses())
                                        .verdicts()),
                find.map(it -> update.name(it.found().points().nextSetBit(0))).orElse(""),
                find.map(UntilFound.Find::boots).orElse(lives.classes().size()),
                find.map(it -> it.after().toMillis() / 1000.0).orElseGet(stopwatch::seconds),
                update.seconds(),
                update.points().count(),
                Optional.empty());
    }

    /**
     * Finds out whether random cuts meet it. The first few get a verdict each; of all others it is enough to know that one of them is bad, since a verdict for each that comes before it costs as much as the whole
     * exploration.
     */
    private MutantFind compared(MutantFind find, ReadUpdate update) throws InterruptedException {
        RandomCuts cuts = RandomCuts.of(update.points().count(), seed);
        update.bootUntilKnown(
                cuts.untilMet(RandomCuts.FEW, bad(update, find.mutant().expects())), BUDGET, seed);
        if (cuts.until(bad(update, find.mutant().expects())).isEmpty()) {
            update.bootUntilKnown(cuts.first(RandomCuts.MANY), BUDGET, seed);
        }
        BitSet bad = bad(update, find.mutant().expects());
        OptionalInt met = cuts.until(bad);
        BitSet unknown = cuts.first(met.orElse(RandomCuts.MANY));
        update.known().forEach(it -> unknown.andNot(it.points()));
        return find.with(new MutantFind.Random(met, unknown.isEmpty(), bad.cardinality()));
    }

    private static BitSet bad(ReadUpdate update, Set<Kind> expected) {
        BitSet bad = expected.contains(Kind.DATA_LOST) ? update.lost() : new BitSet();
        update.known().stream()
                .filter(it -> expected.contains(it.result().verdict().kind()))
                .map(CutClass::points)
                .forEach(bad::or);
        return bad;
    }

    /** Explores a sound update completely; returns what is wrong with it, empty if nothing is. */
    String alarm(UpdateMutant.Sound sound, RunContext context) throws InterruptedException {
        try (ReadUpdate update = ReadUpdate.record(sound, context, jobs)) {
            ExplorationResult<Life> lives = update.boot(new ExplorationListener<>() {}, Deadline.in(BUDGET), seed);
            CutFindings findings = CutFindings.of(lives, update.readings().losses());
            progress.accept("%s: sound at %,d of %,d cut points, %s; %,d classes, %,d audits"
                    .formatted(
                            sound,
                            findings.points().count() - findings.open(),
                            findings.points().count(),
                            new TreeMap<>(findings.verdicts()),
                            lives.classes().size(),
                            lives.audits()));
            return findings.failures().stream()
                    .findFirst()
                    .map(it -> "%s, the power went %s"
                            .formatted(
                                    spoken(it.verdict()),
                                    update.recording().names().cut(it.firstWrite())))
                    .orElse("");
        }
    }

    private static String spoken(CutVerdict verdict) {
        return "%s %s".formatted(verdict.kind(), verdict.detail()).strip();
    }
}
