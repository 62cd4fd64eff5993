package io.brownout.cli;

import io.brownout.bench.BenchFiles;
import io.brownout.bench.Comparison;
import io.brownout.bench.Environment;
import io.brownout.bench.Table;
import io.brownout.board.RunEvent;
import io.brownout.board.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells what a benchmark has measured: in its run folder, on its page, and on standard output. */
record BenchReport(RunSession session, BenchOptions options, double loadBefore) {
    /** Begins one: looks at the machine before the benchmark makes a load of its own. */
    static BenchReport begin(RunSession session, BenchOptions options) {
        double load = Environment.load();
        if (load > 1) {
            session.progress()
                    .say("the machine is not idle: load average %.1f; figures of a busy machine tell little"
                            .formatted(load));
        }
        return new BenchReport(session, options, load);
    }

    /** Ends the session with the figures; returns the exit code. */
    int finish(List<Comparison> comparisons, String method) {
        BenchFiles.write(session.folder(), comparisons, Environment.now(Host.described(), loadBefore, method));
        comparisons.forEach(comparison -> session.sink().publish(measured(comparison)));
        long missed = comparisons.stream()
                .filter(comparison -> comparison.standing() == Comparison.Standing.MISSED)
                .count();
        String reason = missed == 0 ? "" : "%d of %d goals missed".formatted(missed, comparisons.size());
        Verdict verdict = missed > 0 && options.gate() ? Verdict.FAILED : Verdict.PASSED;
        int exitCode = session.finish(verdict, reason, options.json() ? System.err : System.out);
        if (options.json()) {
            System.out.print(BenchFiles.json(comparisons));
        } else {
            comparisons.forEach(comparison -> System.out.println(Table.line(comparison)));
        }
        return exitCode;
    }

    /** As a cost, since the page draws what was measured against what is allowed at most. */
    private RunEvent measured(Comparison comparison) {
        return new RunEvent.Measured(
                session.clock().instant(),
                "",
                "",
                "%s: time of %s, that of %s being 1"
                        .formatted(comparison.name(), comparison.oursName(), comparison.peerName()),
                comparison.cost(),
                "times",
                comparison.goal() == 0 ? "" : String.format(Locale.ROOT, "%.2f times", 1 / comparison.goal()),
                Map.of());
    }
}
