package io.brownout.cli;

import io.brownout.board.CutReport;
import io.brownout.board.Deadline;
import io.brownout.explorer.CrashPlace;
import io.brownout.explorer.CrashStates;
import io.brownout.explorer.CutVerdict;
import io.brownout.explorer.FurtherCertificate;
import io.brownout.explorer.FurtherExploration;
import io.brownout.explorer.FurtherResult;
import io.brownout.explorer.Life;
import io.brownout.explorer.Recovery;
import io.brownout.features.DeviceTrial;
import io.brownout.features.UpdateRecording;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Explores crash states that are no cut points, tells how it goes on, and writes a certificate for each set of files as soon as it has its verdict.
 *
 * @param known what became of devices after first cuts, by the files that these leave
 * @param deadline until which boots begin
 */
record FurtherRun(
        RunSession session,
        UpdateRecording recording,
        CutRun.Plan plan,
        Map<String, CutVerdict> known,
        Deadline deadline) {

    /**
     * What is explored.
     *
     * @param what the states are, in the plural
     * @param meaning says of one what happened, for people
     * @param notCovered what there is beside them
     * @param watch since when this has taken
     */
    record States(
            String what,
            List<? extends CrashStates> families,
            Function<CrashPlace, String> meaning,
            List<String> notCovered,
            Stopwatch watch) {}

    CutReport.Further judge(States states) throws InterruptedException {
        try (DeviceTrial trial = recording.trial()) {
            FurtherExploration exploration = new FurtherExploration(
                    known,
                    states.families(),
                    family -> recording.examiner(family.history(), trial),
                    new Listener(states));
            FurtherResult before = exploration.result();
            session.progress()
                    .say(
                            "%,d %s; %,d leave files that a cut point leaves as well, the others %,d different sets of files"
                                    .formatted(before.states(), states.what(), before.byFirstBoots(), before.kinds()));
            return told(states, exploration.run(plan.jobs(), recording.subject().seed(), deadline));
        }
    }

    private final class Listener implements FurtherExploration.Listener {
        private final States states;

        Listener(States states) {
            this.states = states;
        }

        @Override
        public void found(CrashPlace place, long like, Life life, CutVerdict verdict, long judged, long of) {
            String after =
                    place.states() instanceof Recovery recovery ? recovery.cut().toString() : "";
            new FurtherCertificate(
                            recording.subject(),
                            after,
                            place.state().toString(),
                            place.digest(),
                            like,
                            verdict.kind(),
                            verdict.detail(),
                            life.console())
                    .writeInto(session.folder().resolve(CutRun.CERTIFICATES));
            session.progress()
                    .say("%s%s, and %,d like it: %s %s; %,d of %,d %s have a verdict%s"
                            .formatted(
                                    verdict.isGood() ? "" : "FAILED  ",
                                    place,
                                    like - 1,
                                    verdict.kind(),
                                    verdict.detail(),
                                    judged,
                                    of,
                                    states.what(),
                                    verdict.isGood()
                                            ? ""
                                            : "; the power went "
                                                    + states.meaning().apply(place)));
        }

        @Override
        public void audited(CrashPlace place) {
            session.progress().say("audited %s: as expected".formatted(place));
        }
    }

    private static CutReport.Further told(States states, FurtherResult result) {
        SortedMap<String, Long> verdicts = new TreeMap<>();
        result.verdicts().forEach((kind, count) -> verdicts.put(kind.name(), count));
        return new CutReport.Further(
                states.what(),
                result.states(),
                result.byFirstBoots(),
                result.byOwnBoots(),
                result.kinds(),
                result.boots(),
                result.audits(),
                verdicts,
                result.failures().stream()
                        .map(it -> new CutReport.FurtherFailure(
                                it.verdict().kind().name(),
                                it.verdict().detail(),
                                it.place().toString(),
                                it.count(),
                                states.meaning().apply(it.place())))
                        .toList(),
                states.watch().elapsed().toMillis() / 1000.0,
                states.notCovered());
    }
}
