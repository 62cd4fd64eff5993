package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be said of the recipes' scripts without a cluster; {@code RecipesTest} runs them. */
class RecipeScriptsTest {
    @Test
    void shellcheck_finds_nothing_in_the_recipes() throws IOException, InterruptedException {
        assumeThat(Path.of("/usr/bin/shellcheck"))
                .as("needs shellcheck: apt-get install shellcheck")
                .exists();
        List<String> command = new ArrayList<>(List.of("shellcheck"));
        try (Stream<Path> scripts = Files.list(Path.of("../docs/recipes/slurm"))) {
            scripts.map(Path::toString).forEach(command::add);
        }
        assertThat(command).hasSizeGreaterThan(1);

        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isZero();
    }
}
