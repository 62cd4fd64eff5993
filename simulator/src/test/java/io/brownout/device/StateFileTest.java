package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    private static final Json OLD = Json.object("apps", Map.of("a", "old"));
    private static final Json NEW = Json.object("apps", Map.of("a", "new ü"));
    private static final Map<String, ServiceKey> IMAGES = Map.of("app:1", new ServiceKey(2, "main"));

    @TempDir
    Path folder;

    private final List<String> log = new ArrayList<>();

    private StateFile.State read() {
        return new StateFile(folder, log::add).state();
    }

    private StateFile written(Json target, String mark) throws IOException {
        StateFile file = new StateFile(folder, log::add);
        file.target(target, Optional.of(mark));
        file.note(IMAGES);
        return file;
    }

    @Test
    void what_was_kept_is_known_after_a_restart() throws IOException {
        written(NEW, "\"etag-7\"");

        assertThat(read())
                .isEqualTo(new StateFile.State(Optional.of(NEW), Optional.of("\"etag-7\""), Optional.empty(), IMAGES));
    }

    /** Every state that a cut leaves: the file beside torn at each byte, whole and not yet renamed, and renamed. */
    @Test
    void a_cut_at_any_write_leaves_the_old_state_or_the_new_one() throws IOException {
        Path file = folder.resolve("supervisor.json");
        Path beside = folder.resolve("supervisor.json.new");
        written(NEW, "new");
        byte[] next = Files.readAllBytes(file);
        Files.delete(file);
        written(OLD, "old");
        StateFile.State old = read();

        for (int length = 0; length <= next.length; length++) {
            Files.write(beside, Arrays.copyOf(next, length));
            assertThat(read()).as("torn at byte %d", length).isEqualTo(old);
        }
        Files.move(beside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(read().mark()).hasValue("new");
        assertThat(log).isEmpty();
    }

    /** A card that has promised what it has not kept: any byte of the file lost or changed. */
    @Test
    void a_damaged_file_is_told_and_is_nothing_rather_than_something_wrong() throws IOException {
        Path file = folder.resolve("supervisor.json");
        written(NEW, "new");
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(file, damaged);
            assertThat(read()).as("byte %d changed", i).isEqualTo(StateFile.State.NOTHING);
            Files.write(file, Arrays.copyOf(whole, i));
            assertThat(read()).as("%d bytes left", i).isEqualTo(StateFile.State.NOTHING);
        }
        assertThat(log).hasSize(2 * whole.length).allMatch(it -> it.contains("event=state-unreadable"));
    }

    @Test
    void what_has_not_changed_is_not_written() throws IOException {
        StateFile file = written(NEW, "new");
        Path path = folder.resolve("supervisor.json");
        Files.writeString(path, "untouched", StandardCharsets.UTF_8);

        file.note(IMAGES);
        assertThat(path).hasContent("untouched");

        file.forget("app:1");
        assertThat(read().images()).isEmpty();
    }
}
