package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.explorer.Certificate;
import io.brownout.explorer.CutVerdict.Kind;
import io.brownout.explorer.Life.Begin;
import io.brownout.explorer.Subject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** What `cut merge` refuses, before it looks for an image. */
class CutMergeTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void nameTheCheckout() {
        System.setProperty(
                "brownout.home", Path.of("..").toAbsolutePath().normalize().toString());
    }

    private static Subject subject(long fingerprint) {
        return new Subject(
                "raspi3b",
                true,
                1,
                new TreeMap<>(Map.of("duo:1", "sha256:00")),
                "duo:1",
                "duo:2",
                "settles",
                0,
                20,
                fingerprint);
    }

    private Path run(String name, Subject subject, String points, Kind verdict) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(
                run.resolve("recording.json"),
                JsonMapper.shared()
                        .writeValueAsString(
                                Map.of("subject", subject, "journal", "journals/recording", "updateSeconds", 20)));
        String state = "after-" + points.substring(0, points.indexOf('.'));
        new Certificate(subject, state, points, "", Begin.POWER_ON, verdict, "", "0", "", 0, List.of(), List.of())
                .writeInto(run.resolve("certificates"));
        return run;
    }

    private String merge(Path... runs) {
        StringWriter error = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setErr(new PrintWriter(error, true));
        List<String> line = new java.util.ArrayList<>(
                List.of("cut", "merge", "--out", folder.resolve("out").toString()));
        List.of(runs).forEach(run -> line.add(run.toString()));
        int exitCode = commandLine.execute(line.toArray(String[]::new));
        return "%d: %s".formatted(exitCode, error);
    }

    @Test
    void two_machines_that_say_different_things_of_one_cut_point_are_an_error_of_the_harness() throws IOException {
        Path one = run("one/first", subject(7), "3..9", Kind.OLD_RELEASE);
        Path two = run("two/first", subject(7), "9..12", Kind.DOES_NOT_BOOT);

        assertThat(merge(one, folder.resolve("two")))
                .startsWith("3:")
                .contains(
                        one.resolve("certificates/after-3.json").toString(),
                        two.resolve("certificates/after-9.json").toString(),
                        "about 1 cut points, the first of them after-9");
    }

    @Test
    void runs_of_different_recordings_are_not_put_together() throws IOException {
        Path one = run("one", subject(7), "3..9", Kind.OLD_RELEASE);
        Path two = run("two", subject(8), "12..13", Kind.OLD_RELEASE);

        assertThat(merge(one, two)).startsWith("2:").contains(two + " is about another recording");
    }

    @Test
    void a_folder_without_a_run_is_named() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThat(merge(run("one", subject(7), "3..9", Kind.OLD_RELEASE), empty))
                .startsWith("2:")
                .contains(empty.toString());
    }
}
