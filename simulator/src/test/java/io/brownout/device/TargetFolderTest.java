package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetFolderTest {
    @TempDir
    Path folder;

    private final List<String> log = new ArrayList<>();

    private TargetFolder folder() {
        return new TargetFolder(folder, new StateFile(folder, log::add), true, log::add);
    }

    private Optional<String> imageNow(TargetFolder target) {
        return target.current()
                .map(it -> it.apps().getFirst().services().getFirst().image());
    }

    private void news(String text) throws IOException {
        Files.writeString(folder.resolve("apps.json"), text);
    }

    @Test
    void an_empty_folder_has_no_target() {
        assertThat(folder().current()).isEmpty();
    }

    @Test
    void apps_json_is_taken_once_and_outlives_a_restart() throws IOException {
        news(Targets.of("app:1"));
        TargetFolder target = folder();

        assertThat(imageNow(target)).hasValue("app:1");
        assertThat(folder.resolve("apps.json")).doesNotExist();
        assertThat(folder.resolve("apps.json.preloaded")).exists();
        assertThat(imageNow(folder())).hasValue("app:1");
    }

    @Test
    void a_new_apps_json_is_taken_while_it_runs() throws IOException {
        news(Targets.of("app:1"));
        TargetFolder target = folder();
        target.current();

        news(Targets.of("app:2"));

        assertThat(imageNow(target)).hasValue("app:2");
    }

    @Test
    void a_bad_apps_json_is_told_once_and_the_target_stays() throws IOException {
        news(Targets.of("app:1"));
        TargetFolder target = folder();
        target.current();
        log.clear();

        news("{\"apps\": {\"62aa");

        assertThat(imageNow(target)).hasValue("app:1");
        assertThat(imageNow(target)).hasValue("app:1");
        assertThat(log).singleElement().asString().contains("event=target-unreadable", "apps.json");
    }

    @Test
    void a_torn_target_is_no_target_rather_than_an_empty_one() throws IOException {
        Files.writeString(folder.resolve("target-state.json"), "{\"apps\":{");

        assertThat(folder().current()).isEmpty();
    }

    @Test
    void a_cut_before_the_last_rename_has_the_news_read_once_more() throws IOException {
        news(Targets.of("app:1"));
        folder().current();
        Files.move(folder.resolve("apps.json.preloaded"), folder.resolve("apps.json"));

        assertThat(imageNow(folder())).hasValue("app:1");
    }
}
