package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.qemu.PrivateFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server as a process, with a shell in its place. */
@Timeout(120)
class ServerProcessTest {
    @TempDir
    Path parent;

    private final List<String> heard = new CopyOnWriteArrayList<>();

    private ServerProcess shell(String script) {
        return new ServerProcess(PrivateFolder.create(parent), List.of("/bin/sh", "-c", script), heard::add);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(60));
    }

    @Test
    void it_is_waited_for_by_what_it_logs_and_every_line_is_heard() {
        try (ServerProcess server = shell("echo begins; echo 'it serves now' >&2; exec sleep 1000")) {
            server.await("serves", soon());

            assertThat(heard).containsExactly("begins", "it serves now");
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void one_that_ends_instead_is_an_error_with_its_last_words_and_leaves_nothing_behind() {
        ServerProcess server = shell("echo 'the port is taken'; exit 1");

        assertThatThrownBy(() -> server.await("serves", soon()))
                .isInstanceOf(HarnessException.class)
                .hasMessageContaining("\"serves\"")
                .hasMessageContaining("the port is taken");
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void one_that_says_something_else_is_given_up_at_the_deadline() {
        ServerProcess server = shell("echo 'still loading'; exec sleep 1000");

        assertThatThrownBy(() -> server.await("serves", Deadline.in(Duration.ofSeconds(3))))
                .hasMessageContaining("still loading");
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void started_anew_it_is_another_process_whose_lines_are_its_own() {
        try (ServerProcess server = shell("echo \"serves as $$\"; exec sleep 1000")) {
            server.await("serves", soon());
            server.startAnew();
            server.await("serves", soon());

            assertThat(heard).hasSize(2).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_program_that_is_not_there_is_an_error_that_says_what_to_do() {
        assertThatThrownBy(() -> new ServerProcess(
                        PrivateFolder.create(parent), List.of("/usr/sbin/no-such-server"), heard::add))
                .isInstanceOf(HarnessException.class)
                .hasMessageContaining("/usr/sbin/no-such-server")
                .hasMessageContaining("./brownout doctor");
        assertThat(parent).isEmptyDirectory();
    }
}
