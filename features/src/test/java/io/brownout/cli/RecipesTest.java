package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recipes that spread an exploration over machines, executed as they stand, with the small device. Minutes each. */
@Tag("nightly")
class RecipesTest {
    private static final Path RECIPES =
            Path.of("../docs/recipes").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private Path launcher;

    @BeforeEach
    void writeLauncher() throws IOException {
        launcher = folder.resolve("brownout");
        Files.writeString(launcher, """
                #!/bin/sh
                exec '%s' --enable-native-access=ALL-UNNAMED -Dbrownout.home='%s' -cp '%s' io.brownout.cli.Main "$@"
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin/java"),
                        Path.of("..").toAbsolutePath().normalize(),
                        System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int brownout(String... arguments) throws IOException, InterruptedException {
        Process process = BrownoutProcess.start(arguments);
        try {
            assertThat(process.waitFor(1, TimeUnit.HOURS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroy();
        }
    }

    private static JsonNode found(Path out) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(out.resolve("latest/cut.json")));
    }

    /** Explores the whole recording on this one machine. */
    private JsonNode unsharded(Path recording) throws IOException, InterruptedException {
        Path out = folder.resolve("unsharded");
        assertThat(brownout("cut", "--resume", recording.toString(), "--out", out.toString()))
                .isZero();
        return found(out);
    }

    private static void assertSame(JsonNode merged, JsonNode whole) {
        assertThat(merged.get("covered")).isEqualTo(merged.get("cutPoints")).isEqualTo(whole.get("covered"));
        assertThat(merged.get("verdicts")).isEqualTo(whole.get("verdicts"));
        assertThat(merged.get("failures")).isEqualTo(whole.get("failures"));
    }

    @Test
    void a_slurm_job_array_gives_what_one_machine_gives() throws IOException, InterruptedException {
        assumeThat(OneNodeSlurm.isInstalled())
                .as("needs Slurm: apt-get install munge slurmctld slurmd slurm-client")
                .isTrue();
        Path shared = folder.resolve("shared");
        try (OneNodeSlurm slurm = OneNodeSlurm.start(folder.resolve("slurm"))) {
            ProcessBuilder recipe = new ProcessBuilder(
                            RECIPES.resolve("slurm/explore").toString(), "duo:1", "duo:2", "2", shared.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("explore.log").toFile());
            recipe.environment().put("SLURM_CONF", slurm.configuration().toString());
            recipe.environment().put("BROWNOUT", launcher.toString());
            assertThat(recipe.start().waitFor()).as(() -> log()).isZero();
        }

        assertSame(found(shared.resolve("merged")), unsharded(shared.resolve("recording")));
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("explore.log"));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    @Test
    void a_workflow_matrix_gives_a_verdict_about_every_cut_point_from_copies_of_the_recording()
            throws IOException, InterruptedException {
        Workflow workflow = new Workflow(
                RECIPES.resolve("github/every-cut.yml"), folder, launcher, Map.of("from", "duo:1", "to", "duo:2"));

        assertThat(workflow.execute())
                .isEqualTo(Map.of(
                        "record", 0, "explore-1", 0, "explore-2", 0, "explore-3", 0, "explore-4", 0, "merge", 0));

        JsonNode merged = found(folder.resolve("jobs/merge/runs"));
        assertThat(merged.get("covered")).isEqualTo(merged.get("cutPoints"));
        assertThat(merged.get("failures")).isEmpty();
        Path copied = folder.resolve("artefacts/merged");
        Path run = folder.resolve("run");
        try (var runs = Files.newDirectoryStream(copied)) {
            Workflow.copy(runs.iterator().next(), run);
        }
        String state = merged.get("subject").get("lastWrite").asString();
        assertThat(brownout("cut", "--show", "after-" + state, "--in", run.toString(), "--out", folder + "/show"))
                .isZero();
        try (var certificates = Files.newDirectoryStream(run.resolve("certificates"))) {
            assertThat(brownout(
                            "cut", "--verify", certificates.iterator().next().toString(), "--out", folder + "/verify"))
                    .isZero();
        }
    }
}
