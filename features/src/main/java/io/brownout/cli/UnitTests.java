package io.brownout.cli;

import io.brownout.board.HarnessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The build with its unit and contract tests, by Maven in a process of its own; its whole output goes to {@code maven.log} in the run folder. */
final class UnitTests implements AutoCloseable {
    private static final Pattern TOTAL =
            Pattern.compile("Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+)$");
    private static final Pattern SHOWN = Pattern.compile("Tests run:|Building Brownout|BUILD |\\[ERROR]");

    private final Path home;
    private final RunSession session;
    private final int[] totals = new int[4];
    private boolean passed;
    private volatile @Nullable Process maven;
    private volatile boolean ended;

    UnitTests(Path home, RunSession session) {
        this.home = home;
        this.session = session;
    }

    boolean passed() {
        return passed;
    }

    /** Runs them and returns their result in a few words. */
    String run() {
        Path log = session.folder().resolve("maven.log");
        session.lifetimes().own(this);
        try {
            Process process = new ProcessBuilder(
                            List.of("mvn", "-B", "-ntp", "-Dmaven.test.failure.ignore=true", "verify"))
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            maven = process;
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                    Writer copy = Files.newBufferedWriter(log)) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    take(line, copy);
                }
            }
            // A failed test of one module must not hide those of the modules that build on it, hence the tally.
            passed = process.waitFor() == 0 && totals[1] + totals[2] == 0;
        } catch (IOException e) {
            if (ended) {
                throw new HarnessException("the unit tests were ended with the run", e);
            }
            throw new HarnessException(
                    "Maven could not be run: %s; ./brownout doctor says what is missing".formatted(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted during the unit tests", e);
        } finally {
            session.lifetimes().release(this);
        }
        return "%d run, %d failed, %d errors, %d skipped%s"
                .formatted(
                        totals[0],
                        totals[1],
                        totals[2],
                        totals[3],
                        passed ? "" : "; the build did not pass, see " + log);
    }

    private void take(String line, Writer copy) {
        try {
            copy.write(line);
            copy.write('\n');
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot write Maven's output to the run folder: %s; is the disk full?".formatted(e.getMessage()),
                    e);
        }
        // Surefire prints a total for each module, with no class behind it.
        Matcher total = TOTAL.matcher(line);
        if (total.find()) {
            for (int i = 0; i < totals.length; i++) {
                totals[i] += Integer.parseInt(total.group(i + 1));
            }
        }
        if (SHOWN.matcher(line).find()) {
            session.progress().say(line);
        }
    }

    /** Ends Maven and whatever it has started. */
    @Override
    public void close() {
        ended = true;
        Process process = maven;
        if (process != null && process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
