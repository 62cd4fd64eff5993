package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The tests of the guest's update agent, which are shell as it is; each of their cases is shown as a test here. */
class UpdateAgentTest {
    private static final Path SCRIPT = Path.of("images/resinos/update-agent/tests/run.sh");

    /** Besides the cuts that matter most, pulls the plug before every 32nd command: before each single one takes many minutes. */
    private static final String CUT_STRIDE = "32";

    /** How many halves of the tests run at once. */
    private static final int PARTS = 2;

    @TestFactory
    Stream<DynamicTest> the_agent_does_what_its_own_tests_say() throws Exception {
        try (ExecutorService parts = Executors.newFixedThreadPool(PARTS)) {
            List<Future<Said>> running = IntStream.rangeClosed(1, PARTS)
                    .mapToObj(part -> parts.submit(() -> run("%d/%d".formatted(part, PARTS))))
                    .toList();
            List<DynamicTest> tests = new ArrayList<>();
            for (Future<Said> part : running) {
                tests.addAll(verdicts(part.get()));
            }
            return tests.stream();
        }
    }

    private record Said(String part, int exitCode, String text) {}

    private static Said run(String part) throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder("sh", SCRIPT.toString()).redirectErrorStream(true);
        script.environment().put("CUT_STRIDE", CUT_STRIDE);
        script.environment().put("PART", part);
        Process process = script.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(part, process.waitFor(), text);
    }

    private static List<DynamicTest> verdicts(Said said) {
        List<String> cases = said.text()
                .lines()
                .filter(line -> line.matches("(not )?ok \\d+ - .*"))
                .toList();
        DynamicTest whole = DynamicTest.dynamicTest(
                "the script ends well, part " + said.part(),
                () -> assertThat(said.exitCode()).as(said.text()).isZero());
        return Stream.concat(Stream.of(whole), cases.stream().map(line -> verdict(line, said.text())))
                .toList();
    }

    private static DynamicTest verdict(String line, String said) {
        String name = line.replaceFirst("^(not )?ok \\d+ - ", "");
        return DynamicTest.dynamicTest(name, () -> assertThat(line).as(said).startsWith("ok"));
    }
}
