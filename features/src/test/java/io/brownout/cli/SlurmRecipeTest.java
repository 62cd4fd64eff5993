package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the Slurm recipe hands over between its jobs, on a real Slurm, with a launcher that only notes what it is asked and ends as told, and so in seconds; {@code RecipesTest} explores with it.
 */
class SlurmRecipeTest {
    private static final String LAUNCHER = """
            #!/bin/sh
            echo "$*" >>"$NOTES/asked"
            run() { mkdir -p "$1/20260101T000000Z-cut"; echo >"$1/20260101T000000Z-cut/recording.json"; }
            case $2 in
            record) [ "$ENDS" != unrecorded ] || exit 3; run "$8"; ln -s 20260101T000000Z-cut "$8/latest" ;;
            --resume) run "$7"; [ "$ENDS" != unsound ] || exit 1 ;;
            merge) [ "$ENDS" != unsound ] || exit 1 ;;
            esac
            """;

    @TempDir
    private static Path cluster;

    private static @Nullable OneNodeSlurm slurm;

    @TempDir
    private Path folder;

    private Path shared;

    @BeforeAll
    static void start() throws IOException {
        assumeThat(OneNodeSlurm.isInstalled())
                .as("needs Slurm: apt-get install munge slurmctld slurmd slurm-client")
                .isTrue();
        slurm = OneNodeSlurm.start(cluster);
    }

    @AfterAll
    static void stop() {
        if (slurm != null) {
            slurm.close();
        }
    }

    @BeforeEach
    void writeLauncher() throws IOException {
        Path launcher = Files.writeString(folder.resolve("brownout"), LAUNCHER);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        shared = folder.resolve("shared");
    }

    private int explore(String ends) throws IOException, InterruptedException {
        ProcessBuilder recipe = new ProcessBuilder(
                        "../docs/recipes/slurm/explore", "duo:1", "duo:2", "2", shared.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("explore.log").toFile());
        recipe.environment().put("SLURM_CONF", cluster.resolve("slurm.conf").toString());
        recipe.environment().put("BROWNOUT", folder.resolve("brownout").toString());
        recipe.environment().put("NOTES", folder.toString());
        recipe.environment().put("ENDS", ends);
        return recipe.start().waitFor();
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(folder.resolve("asked"));
    }

    @Test
    void what_is_sound_is_merged_from_all_shards_and_asked_for_again_goes_on_where_it_was() throws Exception {
        assertThat(explore("sound")).isZero();
        assertThat(asked())
                .hasSize(4)
                .startsWith("cut record --from duo:1 --to duo:2 --out %s/recording-runs".formatted(shared))
                .contains(
                        "cut --resume %1$s/recording --shard 1/2 --out %1$s/shard-1 --jobs 1".formatted(shared),
                        "cut --resume %1$s/recording --shard 2/2 --out %1$s/shard-2 --jobs 1".formatted(shared))
                .endsWith("cut merge %1$s/recording %1$s/shard-1 %1$s/shard-2 --out %1$s/merged".formatted(shared));

        Files.delete(folder.resolve("asked"));
        assertThat(explore("sound")).isZero();
        assertThat(asked())
                .hasSize(3)
                .contains("cut --resume %1$s/shard-1/20260101T000000Z-cut --shard 1/2 --out %1$s/shard-1 --jobs 1"
                        .formatted(shared));
    }

    @Test
    void what_is_not_sound_is_merged_all_the_same_and_ends_with_1() throws Exception {
        assertThat(explore("unsound")).isEqualTo(1);
        assertThat(asked()).hasSize(4).last().asString().startsWith("cut merge");
    }

    @Test
    void without_a_recording_nothing_is_explored_and_there_is_no_verdict() throws Exception {
        assertThat(explore("unrecorded")).isEqualTo(3);
        assertThat(asked()).hasSize(1);
        assertThat(folder.resolve("explore.log")).content().contains("nothing was recorded");
    }
}
