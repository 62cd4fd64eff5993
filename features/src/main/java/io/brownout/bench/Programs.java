package io.brownout.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The programs of the machine. */
final class Programs {
    private Programs() {}

    /** Says in a line which Debian package is missing; empty if the program is there. */
    static Optional<String> lacks(String program, String debianPackage) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        boolean there = Arrays.stream(path.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        return there
                ? Optional.empty()
                : Optional.of("%s is missing: apt-get install %s".formatted(program, debianPackage));
    }
}
