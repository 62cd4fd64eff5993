package io.brownout.qemu;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The QEMU of this machine.
 *
 * @param program the full path of {@code qemu-system-aarch64}
 * @param version for example {@code 7.2.22}
 */
public record QemuInstallation(Path program, String version) {
    private static final String NAME = "qemu-system-aarch64";
    private static final Pattern VERSION = Pattern.compile("version (\\d+(?:\\.\\d+)+)");

    /** Finds it in the folders of PATH; {@link UsageException} that names Debian's package if it is missing. */
    public static QemuInstallation find() {
        return find(
                Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":"))
                        .filter(folder -> !folder.isEmpty())
                        .map(Path::of)
                        .toList());
    }

    /** Finds it in the given folders. */
    public static QemuInstallation find(List<Path> folders) {
        return folders.stream()
                .map(folder -> folder.resolve(NAME))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new QemuInstallation(program, ask(program)))
                .orElseThrow(() -> new UsageException(
                        "%s is not in %s; install Debian's package qemu-system-arm, or run ./brownout doctor"
                                .formatted(NAME, folders)));
    }

    private static String ask(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            Matcher version = VERSION.matcher(said);
            if (process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 && version.find()) {
                return version.group(1);
            }
            process.destroyForcibly();
            throw new HarnessException(
                    "%s --version said \"%s\", expected a version; install Debian's package qemu-system-arm anew"
                            .formatted(program, said));
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot run %s: %s; install Debian's package qemu-system-arm anew"
                            .formatted(program, e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while QEMU told its version", e);
        }
    }
}
