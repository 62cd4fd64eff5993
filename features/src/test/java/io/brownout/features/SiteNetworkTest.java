package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The network of a site without a board: it can be made, changed and put away, and does not outlive a program that is killed. */
@Timeout(120)
class SiteNetworkTest {
    @TempDir
    private Path temporary;

    @BeforeEach
    void is_root() {
        assumeThat(System.getProperty("user.name"))
                .as("network namespaces take root")
                .isEqualTo("root");
    }

    @Test
    void its_names_can_change_and_two_sites_do_not_disturb_each_other() throws IOException {
        List<String> before = interfaces();
        try (SiteNetwork site = SiteNetwork.create(1);
                SiteNetwork other = SiteNetwork.create(2)) {
            for (NameAnswers answers : NameAnswers.values()) {
                site.names(answers);
            }
            other.names(NameAnswers.SILENCE);

            assertThat(other.atBoard()).isNotEqualTo(site.atBoard());
            assertThat(interfaces()).as("this machine's own interfaces").isEqualTo(before);
        }
    }

    private static List<String> interfaces() throws IOException {
        try (Stream<Path> interfaces = Files.list(Path.of("/sys/class/net"))) {
            return interfaces.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void nothing_of_it_outlives_a_program_that_is_killed() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SiteForOrphanTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("TMPDIR", temporary.toString());
        Process owner = builder.start();
        assertThat(owner.inputReader().readLine()).isEqualTo("ready " + SiteNames.RELEASES);
        List<ProcessHandle> children = owner.descendants().toList();
        assertThat(children).as("guardian, QEMU and two of dnsmasq").hasSize(4);

        owner.destroyForcibly().waitFor();

        CompletableFuture<Void> gone = CompletableFuture.allOf(
                children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        assertThat(gone).as("%s", children).succeedsWithin(Duration.ofSeconds(20));
        assertThat(temporary).isEmptyDirectory();
    }
}
