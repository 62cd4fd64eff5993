package io.brownout.cli;

import io.brownout.board.CutReport;
import io.brownout.board.HarnessException;
import io.brownout.explorer.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What {@code cut.json} says. */
record CutJson(CutReport report, Subject subject, String profile) {
    void writeTo(Path folder) {
        CutReport.Times times = report.times();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("subject", subject);
        json.put("cutPoints", report.points());
        json.put("covered", report.points() - report.open());
        json.put("coveredByBoots", report.byBoots());
        json.put("coveredByFiles", report.byFiles());
        json.put("classes", report.classes().size());
        json.put("boots", times.boots());
        json.put("auditBoots", report.audits());
        json.put("auditDisagreements", 0); // One ends the exploration.
        json.put("verdicts", report.verdicts());
        json.put("failures", report.failures().stream().map(CutJson::failure).toList());
        json.put("recordingSeconds", times.recording());
        json.put("readingSeconds", times.reading());
        json.put("wallSeconds", times.exploring());
        json.put("bootSeconds", times.boot());
        json.put("naiveSeconds", times.naive(report.points()));
        json.put("deterministic", report.deterministic());
        json.put("profile", profile);
        json.put("notCovered", report.notCovered());
        json.put("further", report.further().stream().map(CutJson::further).toList());
        try {
            Files.writeString(
                    folder.resolve("cut.json"),
                    JsonMapper.builder()
                                    .build()
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(json) + "\n");
        } catch (IOException e) {
            throw new HarnessException("cannot write cut.json to %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static Map<String, Object> further(CutReport.Further further) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", further.what());
        json.put("states", further.states());
        json.put("covered", further.states() - further.open());
        json.put("coveredByFirstBoots", further.byFirstBoots());
        json.put("coveredByOwnBoots", further.byOwnBoots());
        json.put("setsOfFiles", further.kinds());
        json.put("boots", further.boots());
        json.put("auditBoots", further.audits());
        json.put("verdicts", further.verdicts());
        json.put("failures", further.failures());
        json.put("wallSeconds", further.seconds());
        json.put("notCovered", further.notCovered());
        return json;
    }

    private static Map<String, Object> failure(CutReport.Failure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("class", failure.name());
        json.put("representative", "after-" + failure.firstWrite());
        json.put("verdict", failure.verdict());
        json.put("detail", failure.detail());
        json.put("firstCutPoint", failure.firstWrite());
        json.put("lastCutPoint", failure.lastWrite());
        json.put("points", failure.count());
        json.put("meaning", failure.meaning());
        json.put("certificate", "%s/%s.json".formatted(CutRun.CERTIFICATES, failure.name()));
        return json;
    }
}
