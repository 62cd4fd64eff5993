package io.brownout.reports;

import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The run in one small file for machines, {@code run.json}: keys sorted, {@code seed} null if the run died before it began. */
public final class RunJson {
    private RunJson() {}

    /** Returns the content of the file. */
    public static String of(RunResult run) {
        ScenarioCounts counts = run.counts();
        SortedMap<String, @Nullable Object> values = new TreeMap<>();
        values.put("command", run.subcommand());
        values.put("arguments", run.command().stream().skip(1).toList());
        values.put("verdict", Wording.of(run.verdict()));
        values.put("reason", run.reason());
        values.put(
                "scenarios",
                new TreeMap<>(Map.of(
                        "passed", counts.passed(),
                        "failed", counts.failed(),
                        "skipped", counts.skipped(),
                        "error", counts.error(),
                        "total", counts.total())));
        values.put("durationSeconds", BigDecimal.valueOf(run.duration().toMillis(), 3));
        values.put("seed", run.seed().isPresent() ? run.seed().getAsLong() : null);
        values.put("images", run.images());
        values.put("retries", run.retries().size());
        return JsonFile.of(values);
    }
}
