package io.brownout.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a real tool of the machine; a test that needs one that is missing fails and says which package has it. */
public final class Tool {
    private static final List<String> FOLDERS = List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin");

    private Tool() {}

    public static String run(String debianPackage, String... command) {
        return runWithInput(debianPackage, "", command);
    }

    public static String runWithInput(String debianPackage, String input, String... command) {
        String program = FOLDERS.stream()
                .map(folder -> Path.of(folder, command[0]))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError("%s is missing: apt-get install %s".formatted(command[0], debianPackage)))
                .toString();
        command[0] = program;
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("MTOOLS_SKIP_CHECK", "1");
            builder.environment().put("PATH", String.join(":", FOLDERS)); // Debian's nbdsh wants Debian's python3.
            Process process = builder.start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError("%s failed:%n%s".formatted(String.join(" ", command), said));
            }
            return said;
        } catch (IOException e) {
            throw new AssertionError("cannot run " + command[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
