package io.brownout.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.EventLog;
import io.brownout.board.RunEvent;
import io.brownout.board.UsageException;
import io.brownout.board.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunReportsTest {
    @TempDir
    private Path folder;

    @Test
    void everything_is_made_from_the_events_on_disk() throws Exception {
        record(Samples.mutantsRun());

        RunResult run = RunReports.write(folder);

        JsonNode json = JsonMapper.shared().readTree(Files.readString(folder.resolve("run.json")));
        assertThat(json.get("verdict").asString()).isEqualTo("failed");
        assertThat(json.get("command").asString()).isEqualTo("mutants");
        assertThat(folder.resolve("mutants.json")).hasContent(MutantsJson.of(run));
        assertThat(folder.resolve("report/junit.xml")).hasContent(JunitXml.of(run));
        assertThat(folder.resolve("report/index.html")).hasContent(HtmlReport.of(run));
    }

    @Test
    void a_run_without_planted_faults_has_no_file_about_them() {
        record(Samples.passedRun());

        assertThat(RunReports.write(folder).verdict()).isEqualTo(Verdict.PASSED);

        assertThat(folder.resolve("mutants.json")).doesNotExist();
    }

    @Test
    void writing_again_replaces_what_was_there_and_leaves_nothing_else() throws Exception {
        record(Samples.nastyRun());

        RunReports.write(folder);
        Map<Path, String> first = contents();
        RunReports.write(folder);

        assertThat(contents()).isEqualTo(first);
    }

    @Test
    void the_bytes_depend_neither_on_the_locale_nor_on_the_time_zone() throws Exception {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        record(Samples.failedRun());

        RunReports.write(folder);
        Map<Path, String> here = contents();
        Map<Path, String> elsewhere;
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
            RunReports.write(folder);
            elsewhere = contents();
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }

        assertThat(elsewhere).isEqualTo(here);
    }

    @Test
    void a_folder_without_events_is_refused() {
        assertThatThrownBy(() -> RunReports.write(folder))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("events.ndjson");
    }

    private void record(List<RunEvent> events) {
        try (EventLog log = EventLog.create(folder.resolve("events.ndjson"))) {
            events.forEach(log::publish);
        }
    }

    private Map<Path, String> contents() throws Exception {
        Map<Path, String> contents = new HashMap<>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file, Files.readString(file));
            }
        }
        return contents;
    }
}
