package io.brownout.bench;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a benchmark leaves in its run folder: {@code bench.json} for machines, {@code bench.md} for people, and {@code bench-environment.json}, without which neither tells anything. */
public final class BenchFiles {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private BenchFiles() {}

    /** Writes them. */
    public static void write(Path folder, List<Comparison> comparisons, Environment environment) {
        try {
            Files.writeString(folder.resolve("bench.json"), json(comparisons));
            Files.write(folder.resolve("bench.md"), Table.markdown(comparisons));
            Files.writeString(folder.resolve("bench-environment.json"), JSON.writeValueAsString(environment) + "\n");
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot write the figures to %s: %s; is the disk full?".formatted(folder, e.getMessage()), e);
        }
    }

    /** Returns the content of {@code bench.json}. */
    public static String json(List<Comparison> comparisons) {
        return JSON.writeValueAsString(comparisons) + "\n";
    }
}
