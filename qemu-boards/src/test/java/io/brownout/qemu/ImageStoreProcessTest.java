package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Builds in programs of their own, which meet, or are killed. */
@Timeout(60)
class ImageStoreProcessTest {
    private static final String FINISH = """
            mkdir "$output"
            echo card >"$output/card.img"
            echo '{"name":"tiny","epoch":0,"boards":[],"packages":{},"partitions":[],"sha256":{"card.img":"abc"}}' >"$output/manifest.json"
            """;

    @TempDir
    Path folder;

    private Process program(String build) throws IOException {
        Path script = Files.createDirectories(folder.resolve("recipes/tiny")).resolve("build.sh");
        if (!Files.exists(script)) {
            Files.writeString(
                    script,
                    "#!/bin/sh\nset -eu\noutput=$6 cache=$8\necho built >>\"$cache/count\"\necho 'images: begin' >&2\n"
                            + build);
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BuildForImageStoreProcessTest.class.getName(),
                        script.resolveSibling("..").toString(),
                        folder.resolve("cache").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void two_programs_that_want_the_same_image_build_it_once() throws IOException {
        Process one = program("sleep 1\n" + FINISH);
        Process other = program("");

        String first = lastLine(one);
        String second = lastLine(other);

        assertThat(first).endsWith("card.img").isEqualTo(second);
        assertThat(folder.resolve("cache/count")).hasContent("built");
    }

    private static String lastLine(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .reduce("", (_, line) -> line);
    }

    @Test
    void a_build_ends_with_the_program_that_wanted_it_and_leaves_nothing() throws IOException, InterruptedException {
        Process program = program("sleep 600 & wait\n");
        assertThat(program.inputReader().readLine()).isEqualTo("images: begin");
        List<ProcessHandle> children = program.descendants().toList();
        assertThat(children).as("guardian, build").hasSizeGreaterThanOrEqualTo(2);

        program.destroyForcibly().waitFor();

        assertThat(CompletableFuture.allOf(
                        children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new)))
                .as("%s", children)
                .succeedsWithin(Duration.ofSeconds(5));
        try (Stream<Path> left = Files.list(folder.resolve("cache/built"))) {
            assertThat(left).noneMatch(it -> it.getFileName().toString().startsWith("brownout-"));
        }
    }
}
