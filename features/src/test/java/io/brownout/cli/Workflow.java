package io.brownout.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Executes a GitHub Actions workflow as it stands, as far as the recipes need: each job of the matrix in a folder of its own with nothing in it but the launcher, folders in place of artefacts. What it does not know is an error, not left out.
 *
 * @param file the workflow
 * @param folder gets {@code jobs/} and {@code artefacts/}
 * @param launcher what a checkout would have brought
 * @param inputs by name
 */
record Workflow(Path file, Path folder, Path launcher, Map<String, String> inputs) {
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ *(.*?) *}}");
    private static final String ALWAYS = "always()";
    private static final String AFTER_RECORD = "always() && needs.record.result == 'success'";

    /** Executes all jobs, one after the other; returns the exit code of each, the first that was not 0 of its steps. */
    Map<String, Integer> execute() throws IOException, InterruptedException {
        Map<?, ?> workflow = map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
        String shell = text(map(map(workflow, "defaults"), "run"), "shell");
        Map<String, Integer> results = new LinkedHashMap<>();
        for (Map.Entry<?, ?> job : map(workflow, "jobs").entrySet()) {
            Map<?, ?> described = map(job.getValue());
            requireOnly(described, "needs", "runs-on", "container", "strategy", "if", "steps");
            if (isDue(described, results)) {
                for (Map<String, String> context : contexts(described)) {
                    String name = job.getKey()
                            + (context.containsKey("matrix.shard") ? "-" + context.get("matrix.shard") : "");
                    results.put(
                            name,
                            new Job(
                                            Files.createDirectories(
                                                    folder.resolve("jobs").resolve(name)),
                                            shell,
                                            context)
                                    .execute(list(described, "steps")));
                }
            }
        }
        return results;
    }

    private static boolean isDue(Map<?, ?> job, Map<String, Integer> results) {
        if (!job.containsKey("if")) {
            return results.values().stream().allMatch(code -> code == 0);
        }
        if (!text(job, "if").equals(AFTER_RECORD)) {
            throw new IllegalArgumentException("a condition that this test does not know: " + job.get("if"));
        }
        return Integer.valueOf(0).equals(results.get("record"));
    }

    /** Returns what expressions mean, once for each job of the matrix. */
    private List<Map<String, String>> contexts(Map<?, ?> job) {
        Map<String, String> common = new TreeMap<>();
        inputs.forEach((name, value) -> common.put("inputs." + name, value));
        if (!job.containsKey("strategy")) {
            return List.of(common);
        }
        Map<?, ?> matrix = map(map(job, "strategy"), "matrix");
        requireOnly(matrix, "shard");
        List<?> shards = list(matrix, "shard");
        common.put("strategy.job-total", Integer.toString(shards.size()));
        return shards.stream()
                .map(shard -> {
                    Map<String, String> own = new TreeMap<>(common);
                    own.put("matrix.shard", shard.toString());
                    return own;
                })
                .toList();
    }

    /** One job in its folder. */
    private final class Job {
        private final Path place;
        private final String shell;
        private final Map<String, String> context;

        Job(Path place, String shell, Map<String, String> context) {
            this.place = place;
            this.shell = shell;
            this.context = context;
        }

        int execute(List<?> steps) throws IOException, InterruptedException {
            int result = 0;
            for (Object each : steps) {
                Map<?, ?> step = map(each);
                requireOnly(step, "if", "run", "env", "uses", "with");
                if (step.containsKey("if") && !text(step, "if").equals(ALWAYS)) {
                    throw new IllegalArgumentException("a condition that this test does not know: " + step);
                }
                if (result == 0 || step.containsKey("if")) {
                    int status = step.containsKey("run") ? run(step) : use(step);
                    result = result == 0 ? status : result;
                }
            }
            return result;
        }

        private int run(Map<?, ?> step) throws IOException, InterruptedException {
            Path script = Files.writeString(place.resolve("step"), said(value(step, "run")));
            List<String> command = new ArrayList<>(
                    List.of(shell.replace("{0}", script.toString()).split(" ")));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(place.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            place.resolve("log").toFile()));
            if (step.containsKey("env")) {
                map(step, "env").forEach((name, value) -> builder.environment().put(name.toString(), said(value)));
            }
            return builder.start().waitFor();
        }

        private int use(Map<?, ?> step) throws IOException, InterruptedException {
            Map<?, ?> with = step.containsKey("with") ? map(step, "with") : Map.of();
            requireOnly(with, "name", "path");
            switch (text(step, "uses")) {
                case "actions/checkout@v4" -> Files.copy(launcher, place.resolve("brownout"));
                case "actions/upload-artifact@v4" -> upload(artefact(with), text(with, "path"));
                case "actions/download-artifact@v4" ->
                    copy(
                            with.containsKey("name") ? artefact(with) : folder.resolve("artefacts"),
                            place.resolve(text(with, "path")));
                default -> throw new IllegalArgumentException("an action that this test does not know: " + step);
            }
            return 0;
        }

        private Path artefact(Map<?, ?> with) {
            return folder.resolve("artefacts").resolve(said(value(with, "name")));
        }

        /** Of a path with a wildcard the action keeps what comes after the folder before it. */
        private void upload(Path artefact, String path) throws IOException, InterruptedException {
            int star = path.indexOf('*');
            if (star < 0) {
                copy(place.resolve(path), artefact);
                return;
            }
            Path within = place.resolve(path.substring(0, path.lastIndexOf('/', star)));
            String pattern = path.substring(path.lastIndexOf('/', star) + 1);
            Files.createDirectories(artefact);
            try (var matching = Files.newDirectoryStream(within, pattern)) {
                for (Path match : matching) {
                    copy(match, artefact.resolve(match.getFileName()));
                }
            }
        }

        private String said(Object value) {
            Matcher expressions = EXPRESSION.matcher(value.toString());
            return expressions.replaceAll(it -> {
                String meaning = context.get(it.group(1));
                if (meaning == null) {
                    throw new IllegalArgumentException("an expression that this test does not know: " + value);
                }
                return Matcher.quoteReplacement(meaning);
            });
        }
    }

    /** Copies what is there, links followed, so that nothing can lead back to where it was. */
    static void copy(Path from, Path to) throws IOException, InterruptedException {
        Files.createDirectories(to);
        Process copying = new ProcessBuilder("cp", "-rL", from + "/.", to.toString())
                .inheritIO()
                .start();
        if (copying.waitFor() != 0) {
            throw new IOException("cannot copy %s to %s".formatted(from, to));
        }
    }

    private static void requireOnly(Map<?, ?> map, String... known) {
        List<?> unknown = map.keySet().stream()
                .filter(key -> Stream.of(known).noneMatch(key::equals))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("%s in the workflow, which this test does not know".formatted(unknown));
        }
    }

    private static Object value(Map<?, ?> parent, String key) {
        Object value = parent.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no \"%s\" in %s of the workflow".formatted(key, parent));
        }
        return value;
    }

    private static Map<?, ?> map(Map<?, ?> parent, String key) {
        return map(value(parent, key));
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    private static List<?> list(Map<?, ?> parent, String key) {
        return (List<?>) value(parent, key);
    }

    private static String text(Map<?, ?> parent, String key) {
        return value(parent, key).toString();
    }
}
