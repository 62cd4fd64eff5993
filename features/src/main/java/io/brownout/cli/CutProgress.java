package io.brownout.cli;

import io.brownout.board.CutReport;
import io.brownout.card.StateId;
import io.brownout.explorer.CutClass;
import io.brownout.explorer.ExplorationListener;
import io.brownout.explorer.Life;
import io.brownout.features.WriteNames;
import java.time.Duration;

/** Tells a person how an exploration goes on: each failure when it is found, and how far it is at most each quarter of a minute. */
final class CutProgress implements ExplorationListener<Life> {
    private static final long PAUSE_NANOS = Duration.ofSeconds(15).toNanos();

    private final Progress progress;
    private final WriteNames names;
    private final long begun = System.nanoTime();
    private long told = System.nanoTime() - PAUSE_NANOS;
    private int classes;

    CutProgress(Progress progress, WriteNames names) {
        this.progress = progress;
        this.names = names;
    }

    @Override
    public void found(CutClass<Life> found, int covered, int points) {
        classes++;
        if (!found.result().verdict().isGood()) {
            progress.say("FAILED  %s, and %,d points like it: %s %s; the power went %s"
                    .formatted(
                            found.state(),
                            found.size() - 1,
                            found.result().verdict().kind(),
                            found.result().verdict().detail(),
                            names.cut(found.state().count())));
        } else if (System.nanoTime() - told >= PAUSE_NANOS) {
            told = System.nanoTime();
            progress.say("%,d classes in %s, %,d of %,d cut points (%.2f %%) have a verdict"
                    .formatted(
                            classes,
                            Progress.spoken(Duration.ofNanos(System.nanoTime() - begun)),
                            covered,
                            points,
                            100.0 * covered / points));
        }
    }

    @Override
    public void audited(CutClass<Life> of, StateId state) {
        progress.say("audited %s: the same as %s".formatted(state, of.state()));
    }

    /** Prints what came out. */
    static void tell(CutReport report) {
        if (!report.caution().isEmpty()) {
            System.out.println(report.caution());
        }
        System.out.printf(
                "%,d cut points, %,d without a verdict; %,d decided by what boots read, %,d by the files that they hold; %,d classes, and %,d audits that agreed, in %s%n",
                report.points(),
                report.open(),
                report.byBoots(),
                report.byFiles(),
                report.classes().size(),
                report.audits(),
                Progress.spoken(Duration.ofMillis((long) (1000 * report.times().exploring()))));
        report.verdicts().forEach((kind, count) -> System.out.printf("  %-15s %,d%n", kind, count));
        report.further().forEach(CutProgress::tell);
        report.failures()
                .forEach(it -> System.out.printf(
                        "  before write %d%s: %s %s%n    the power went %s%n",
                        it.firstWrite(),
                        it.count() == 1 ? "" : " (%,d points up to write %d)".formatted(it.count(), it.lastWrite()),
                        it.verdict(),
                        it.detail(),
                        it.meaning()));
    }

    private static void tell(CutReport.Further further) {
        System.out.printf(
                "%,d %s, %,d without a verdict; %,d hold files that a cut point leaves, %,d were decided by %,d boots of their own, and %,d audits agreed, in %s%n",
                further.states(),
                further.what(),
                further.open(),
                further.byFirstBoots(),
                further.byOwnBoots(),
                further.boots(),
                further.audits(),
                Progress.spoken(Duration.ofMillis((long) (1000 * further.seconds()))));
        further.verdicts().forEach((kind, count) -> System.out.printf("  %-15s %,d%n", kind, count));
        further.failures()
                .forEach(it -> System.out.printf(
                        "  %s (%,d states): %s %s%n    the power went %s%n",
                        it.name(), it.count(), it.verdict(), it.detail(), it.meaning()));
    }
}
