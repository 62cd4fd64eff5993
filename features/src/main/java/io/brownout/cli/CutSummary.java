package io.brownout.cli;

import io.brownout.board.CutReport;
import io.brownout.board.CutReport.Group;
import io.brownout.explorer.CutClass;
import io.brownout.explorer.CutFindings;
import io.brownout.explorer.CutMap;
import io.brownout.explorer.ExplorationResult;
import io.brownout.explorer.Life;
import io.brownout.explorer.Subject;
import io.brownout.features.UpdateQuestion;
import io.brownout.features.UpdateRecording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts what an exploration has found into the form in which it is told. */
record CutSummary(
        CutFindings findings, ExplorationResult<Life> lives, UpdateRecording recording, Times times, CutRun.Plan plan) {
    private static final int COLUMNS = 240;
    private static final int ROWS = 28;
    private static final int CONSOLE_LINES = 30;

    /**
     * Wall times.
     *
     * @param recording zero if an earlier run recorded
     * @param reading of all points on the test machine
     * @param booting of all boots of this run, audits among them
     * @param jobs how many ran at once
     * @param resumed how many classes earlier runs had found
     */
    record Times(Duration recording, Duration reading, Duration booting, int jobs, int resumed) {}

    CutReport report() {
        Subject subject = subject();
        SortedMap<String, Integer> verdicts = new TreeMap<>();
        findings.verdicts().forEach((kind, count) -> verdicts.put(kind.name(), count));
        return new CutReport(
                "%s to %s on %s, ideal card, asking that it %s"
                        .formatted(subject.from(), subject.to(), subject.board(), subject.asks()),
                subject.deterministic(),
                findings.points().count(),
                lives.covered() - lives.presumed(),
                lives.presumed(),
                lives.audits(),
                verdicts,
                findings.failures().stream().map(this::failure).toList(),
                lives.classes().stream().map(this::group).toList(),
                CutMap.draw(findings.points(), lives.classes(), findings.bad(), COLUMNS, ROWS),
                seconds(),
                notCovered(),
                List.of());
    }

    private List<String> notCovered() {
        List<String> open = new ArrayList<>();
        if (plan.depth() == 1) {
            open.add("cuts inside the boots that follow a cut");
        }
        open.add(
                plan.fault().isEmpty()
                        ? "cards that do not keep what they have acknowledged"
                        : "cards that fail in other ways");
        if (!subject().asks().equals(UpdateQuestion.ARRIVES.word())) {
            open.add("whether the device can be updated again");
            open.add("files of a root partition while it is not selected");
        }
        return open;
    }

    private Subject subject() {
        return recording.subject();
    }

    private CutReport.Failure failure(CutFindings.Failure failure) {
        return new CutReport.Failure(
                failure.verdict().kind().name(),
                failure.verdict().detail(),
                failure.certificate().toString(),
                failure.firstWrite(),
                failure.lastWrite(),
                failure.count(),
                recording.names().cut(failure.firstWrite()));
    }

    private Group group(CutClass<Life> found) {
        List<String> console = found.result().console();
        return new Group(
                found.state().toString(),
                found.result().verdict().kind().name(),
                found.result().verdict().detail(),
                found.result().verdict().isGood() && !findings.bad().intersects(found.points()),
                found.size(),
                found.presumed().cardinality(),
                recording.names().cut(found.state().count()),
                console.subList(Math.max(0, console.size() - CONSOLE_LINES), console.size()));
    }

    private CutReport.Times seconds() {
        int boots = lives.classes().size() + lives.audits() - times.resumed();
        double booting = seconds(times.booting());
        return new CutReport.Times(
                seconds(times.recording()),
                seconds(times.reading()),
                booting,
                boots <= 0 ? 0 : booting * times.jobs() / boots,
                Math.max(0, boots));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
