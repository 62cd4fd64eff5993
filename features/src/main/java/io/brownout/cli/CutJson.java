package io.brownout.cli;

import io.brownout.board.HarnessException;
import io.brownout.explorer.CutFindings;
import io.brownout.explorer.ExplorationResult;
import io.brownout.explorer.Life;
import io.brownout.explorer.Subject;
import io.brownout.features.WriteNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** What {@code cut.json} says. */
record CutJson(CutFindings findings, ExplorationResult<Life> lives, Subject subject, WriteNames names, Times times) {
    /**
     * Wall times.
     *
     * @param recording zero if an earlier run recorded
     * @param reading of all points on the test machine
     * @param booting of all boots of this run, audits among them
     * @param jobs how many ran at once
     * @param resumed how many classes earlier runs had found
     */
    record Times(Duration recording, Duration reading, Duration booting, int jobs, int resumed) {}

    void writeTo(Path folder) {
        int boots = lives.classes().size() + lives.audits() - times.resumed();
        double boot = boots <= 0 ? 0 : seconds(times.booting()) * times.jobs() / boots;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("subject", subject);
        json.put("cutPoints", findings.points().count());
        json.put("covered", findings.points().count() - findings.open());
        json.put("coveredByBoots", lives.covered() - lives.presumed());
        json.put("coveredByFiles", lives.presumed());
        json.put("classes", lives.classes().size());
        json.put("boots", boots);
        json.put("auditBoots", lives.audits());
        json.put("auditDisagreements", 0); // One ends the exploration.
        json.put("verdicts", new TreeMap<>(findings.verdicts()));
        json.put("failures", findings.failures().stream().map(this::failure).toList());
        json.put("recordingSeconds", seconds(times.recording()));
        json.put("readingSeconds", seconds(times.reading()));
        json.put("wallSeconds", seconds(times.reading().plus(times.booting())));
        json.put("bootSeconds", boot);
        json.put("naiveSeconds", boot * findings.points().count());
        json.put("deterministic", true); // Other boards are refused.
        json.put("profile", "ideal");
        json.put(
                "notCovered",
                List.of(
                        "cuts inside recovery boots",
                        "card profiles other than ideal",
                        "whether the device can be updated again",
                        "files of a root partition while it is not selected"));
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

    private Map<String, Object> failure(CutFindings.Failure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("class", failure.state().toString());
        json.put("verdict", failure.verdict().kind());
        json.put("detail", failure.verdict().detail());
        json.put("firstCutPoint", failure.firstWrite());
        json.put("lastCutPoint", failure.lastWrite());
        json.put("points", failure.count());
        json.put("meaning", names.cut(failure.firstWrite()));
        json.put("certificate", "%s/%s.json".formatted(CutRun.CERTIFICATES, failure.certificate()));
        return json;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
