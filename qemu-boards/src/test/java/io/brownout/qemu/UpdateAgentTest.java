package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The tests of the guest's update agent, which are shell as it is; each of their cases is shown as a test here. */
class UpdateAgentTest {
    private static final Path SCRIPT = Path.of("images/resinos/update-agent/tests/run.sh");

    /** Besides the cuts that matter most, pulls the plug before every 32nd command: before each single one takes many minutes. */
    private static final String CUT_STRIDE = "32";

    @TestFactory
    Stream<DynamicTest> the_agent_does_what_its_own_tests_say() throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder("sh", SCRIPT.toString()).redirectErrorStream(true);
        script.environment().put("CUT_STRIDE", CUT_STRIDE);
        Process process = script.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();

        List<String> cases =
                said.lines().filter(line -> line.matches("(not )?ok \\d+ - .*")).toList();
        DynamicTest whole = DynamicTest.dynamicTest(
                "the script ends well", () -> assertThat(exitCode).as(said).isZero());
        return Stream.concat(Stream.of(whole), cases.stream().map(line -> verdict(line, said)));
    }

    private static DynamicTest verdict(String line, String said) {
        String name = line.replaceFirst("^(not )?ok \\d+ - ", "");
        return DynamicTest.dynamicTest(name, () -> assertThat(line).as(said).startsWith("ok"));
    }
}
