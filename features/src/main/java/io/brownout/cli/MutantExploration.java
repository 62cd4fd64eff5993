package io.brownout.cli;

import io.brownout.board.Deadline;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.explorer.CutClass;
import io.brownout.explorer.CutFindings;
import io.brownout.explorer.CutPoints;
import io.brownout.explorer.CutVerdict;
import io.brownout.explorer.CutVerdict.Kind;
import io.brownout.explorer.Examiner;
import io.brownout.explorer.Exploration;
import io.brownout.explorer.ExplorationListener;
import io.brownout.explorer.ExplorationResult;
import io.brownout.explorer.Life;
import io.brownout.features.DeviceTrial;
import io.brownout.features.RunContext;
import io.brownout.features.UpdateMutant;
import io.brownout.features.UpdateReadings;
import io.brownout.features.UpdateRecording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Explores updates with and without planted mistakes.
 *
 * @param jobs how many devices run at once
 * @param complete whether to go on after the expected verdict has been found
 * @param seed decides the random cuts that ours are compared with
 */
record MutantExploration(int jobs, boolean complete, long seed, Consumer<String> progress) {
    /** The one whose virtual clock is exact. */
    private static final String BOARD = "raspi3b";

    private static final Duration BUDGET = Duration.ofDays(30);

    private static final int[] RANDOM_CUTS = {10, 1_000};

    /** One recording, read. */
    private record Recorded(UpdateRecording recording, UpdateReadings readings, Path folder, double seconds) {
        CutPoints points() {
            return recording.points();
        }
    }

    private Recorded record(UpdateMutant.Sound update, RunContext context) throws InterruptedException {
        Stopwatch stopwatch = Stopwatch.start();
        UpdateRecording recording = update.record(context, BOARD);
        double seconds = seconds(stopwatch);
        return new Recorded(
                recording, recording.read(jobs, Deadline.in(BUDGET), line -> {}), context.folder(), seconds);
    }

    /** Explores a mutant until one of the verdicts that it must lead to is found. */
    MutantFind explore(UpdateMutant mutant, RunContext context) throws InterruptedException {
        Recorded recorded = record(mutant.planted(), context);
        Stopwatch stopwatch = Stopwatch.start();
        OptionalInt lost = mutant.expects().contains(Kind.DATA_LOST) ? firstLoss(recorded) : OptionalInt.empty();
        UntilFound found = new UntilFound(mutant.expects(), BUDGET);
        double reading = seconds(stopwatch);
        ExplorationResult<Life> lives = boot(
                recorded,
                found,
                lost.isPresent() && !complete
                        ? Deadline.in(Duration.ZERO)
                        : complete ? Deadline.in(BUDGET) : found.deadline());
        CutFindings findings = CutFindings.of(lives, recorded.readings().losses());
        BitSet failing = failing(recorded, lives, mutant.expects());
        boolean killed = lost.isPresent() || found.find().isPresent();
        int first = lost.orElseGet(
                () -> found.find().map(it -> it.found().points().nextSetBit(0)).orElse(-1));
        return new MutantFind(
                mutant,
                killed ? MutantVerdict.KILLED : MutantVerdict.SURVIVED,
                lost.isPresent()
                        ? "DATA_LOST "
                                + recorded.readings()
                                        .losses()
                                        .classOf(first)
                                        .orElseThrow()
                                        .result()
                        : found.find()
                                .map(it -> spoken(it.found().result().verdict()))
                                .orElse("nothing expected, but " + findings.verdicts()),
                first < 0
                        ? ""
                        : recorded.recording().names().cut(recorded.points().writes(first)),
                lost.isPresent()
                        ? 0
                        : found.find()
                                .map(UntilFound.Find::boots)
                                .orElse(lives.classes().size()),
                lost.isPresent()
                        ? reading
                        : found.find().map(it -> it.after().toMillis() / 1000.0).orElseGet(() -> seconds(stopwatch)),
                recorded.seconds(),
                recorded.points().count(),
                complete ? OptionalInt.of(failing.cardinality()) : OptionalInt.empty(),
                complete ? random(failing, recorded.points().count()) : Map.of());
    }

    /** Explores a sound update completely; returns what is wrong with it, empty if nothing is. */
    String alarm(UpdateMutant.Sound update, RunContext context) throws InterruptedException {
        Recorded recorded = record(update, context);
        ExplorationResult<Life> lives = boot(recorded, new ExplorationListener<>() {}, Deadline.in(BUDGET));
        CutFindings findings = CutFindings.of(lives, recorded.readings().losses());
        progress.accept("%s: sound at %,d of %,d cut points, %s; %,d classes, %,d audits"
                .formatted(
                        update,
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
                                recorded.recording().names().cut(it.firstWrite())))
                .orElse("");
    }

    private ExplorationResult<Life> boot(Recorded recorded, ExplorationListener<Life> listener, Deadline deadline)
            throws InterruptedException {
        UpdateRecording recording = recorded.recording();
        try (DeviceTrial quick = recording.trial(
                        recorded.readings().loaders(), recorded.folder().resolve("checkpoints"));
                DeviceTrial whole = recording.trial()) {
            return new Exploration<>(
                            recording.points(),
                            examiner(recording, quick),
                            examiner(recording, whole),
                            recorded.readings().likeness(),
                            listener)
                    .run(jobs, seed, deadline);
        }
    }

    private static Examiner<Life> examiner(UpdateRecording recording, DeviceTrial trial) {
        return recording.examiner(recording.points().history(), trial);
    }

    private static OptionalInt firstLoss(Recorded recorded) {
        return recorded.readings().losses().classes().stream()
                .filter(it -> !it.result().isEmpty())
                .mapToInt(it -> it.points().nextSetBit(0))
                .min();
    }

    private static BitSet failing(Recorded recorded, ExplorationResult<Life> lives, Set<Kind> expected) {
        BitSet failing = new BitSet();
        lives.classes().stream()
                .filter(it -> expected.contains(it.result().verdict().kind()))
                .map(CutClass::points)
                .forEach(failing::or);
        if (expected.contains(Kind.DATA_LOST)) {
            recorded.readings().losses().classes().stream()
                    .filter(it -> !it.result().isEmpty())
                    .map(CutClass::points)
                    .forEach(failing::or);
        }
        return failing;
    }

    /** Says whether random cuts, drawn with repetition as a test that pulls plugs does, would have met a failing point. */
    private Map<Integer, Boolean> random(BitSet failing, int points) {
        Map<Integer, Boolean> met = new TreeMap<>();
        for (int cuts : RANDOM_CUTS) {
            met.put(cuts, new SplittableRandom(seed).ints(cuts, 0, points).anyMatch(failing::get));
        }
        return met;
    }

    private static String spoken(CutVerdict verdict) {
        return "%s %s".formatted(verdict.kind(), verdict.detail()).strip();
    }

    private static double seconds(Stopwatch stopwatch) {
        return stopwatch.elapsed().toMillis() / 1000.0;
    }
}
