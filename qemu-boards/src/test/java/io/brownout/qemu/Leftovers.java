package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a test must not leave behind: processes of this JVM but for its guardian, its temporary folders, and cards that are still open. Taken before, compared after. */
record Leftovers(Set<String> before) {
    static Leftovers now() {
        return new Leftovers(look());
    }

    void assertNone() {
        assertThat(look()).as("processes, temporary folders and open cards").isSubsetOf(before);
    }

    private static Set<String> look() {
        Set<String> found = new TreeSet<>();
        ProcessHandle guardian = Guardian.shared().handle();
        ProcessHandle.current()
                .children()
                .filter(it -> !it.equals(guardian))
                .forEach(it -> found.add("process %d %s"
                        .formatted(it.pid(), it.info().commandLine().orElse(""))));
        String ours = "brownout-%d-".formatted(ProcessHandle.current().pid());
        for (Path folder :
                List.of(PrivateFolder.usualParent(), ImageStore.usualCache().resolve("built"))) {
            list(folder).map(Path::toString).filter(it -> it.contains(ours)).forEach(found::add);
        }
        // Other programs have cards too; ours are those that this JVM has files of open.
        list(Path.of("/proc/self/fd"))
                .map(Leftovers::target)
                .filter(it -> it.contains("/brownout-card-"))
                .forEach(found::add);
        return found;
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList().stream();
        } catch (IOException e) {
            return Stream.empty(); // No image has ever been built here.
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // Closed meanwhile.
        }
    }
}
