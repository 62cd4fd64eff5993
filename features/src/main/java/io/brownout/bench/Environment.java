package io.brownout.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.qemu.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a benchmark ran on and with: figures without it tell nothing.
 *
 * @param machine processors, memory, kernel
 * @param loadBefore the load average over a minute when it began: above 1 somebody else was at work
 * @param loadAfter the same when it ended; the benchmark itself makes about 2
 * @param pinning to which processors anything was bound
 * @param method client, rounds, order
 * @param versions of the programs that took part
 */
@JsonPropertyOrder({"machine", "loadBefore", "loadAfter", "pinning", "method", "versions"})
public record Environment(
        String machine,
        double loadBefore,
        double loadAfter,
        String pinning,
        String method,
        Map<String, String> versions) {
    private static final List<List<String>> PROGRAMS = List.of(
            List.of("fio", "--version"),
            List.of("nbdkit", "--version"),
            List.of("qemu-nbd", "--version"),
            List.of("qemu-system-aarch64", "--version"));

    /** Copies the map. */
    public Environment {
        versions = Map.copyOf(versions);
    }

    /** Says what the load average over the last minute is. */
    public static double load() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** Looks at the machine. */
    public static Environment now(String machine, double loadBefore, String method) {
        return new Environment(
                "%s, Linux %s, %s".formatted(machine, System.getProperty("os.version"), processor()),
                loadBefore,
                load(),
                "none",
                method,
                installed());
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private static Map<String, String> installed() {
        Map<String, String> versions = new TreeMap<>();
        versions.put("java", Runtime.version().toString());
        try (PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent())) {
            for (List<String> command : PROGRAMS) {
                if (Programs.lacks(command.getFirst(), "").isEmpty()) {
                    versions.put(command.getFirst(), firstLine(command, folder));
                }
            }
        }
        return versions;
    }

    private static String firstLine(List<String> command, PrivateFolder folder) {
        try (OwnProcess process = OwnProcess.start(command, folder, "version")) {
            process.await(Deadline.in(Duration.ofSeconds(20)));
            return Files.readString(folder.resolve("version"), StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            throw new HarnessException("cannot read what %s said: %s".formatted(command, e.getMessage()), e);
        }
    }
}
