package io.brownout.cli;

import io.brownout.board.HarnessException;
import io.brownout.explorer.CutFindings;
import io.brownout.explorer.ExplorationResult;
import io.brownout.explorer.Life;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code cut.json} says.
 *
 * @param boots how long recording took, exploring took, and one boot takes
 */
record CutJson(CutFindings findings, ExplorationResult<Life> lives, Times boots) {
    /** Wall times. */
    record Times(Duration recording, Duration exploring, Duration boot) {}

    void writeTo(Path folder) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cutPoints", findings.points().count());
        json.put("covered", findings.points().count() - findings.open());
        json.put("classes", lives.classes().size());
        json.put("boots", lives.classes().size() + lives.audits());
        json.put("auditBoots", lives.audits());
        json.put("auditDisagreements", 0); // One ends the exploration.
        json.put("verdicts", new TreeMap<>(findings.verdicts()));
        json.put("failures", findings.failures().stream().map(CutJson::failure).toList());
        json.put("recordingSeconds", seconds(boots.recording()));
        json.put("wallSeconds", seconds(boots.exploring()));
        json.put("naiveSeconds", seconds(boots.boot()) * findings.points().count());
        json.put("profile", "ideal");
        json.put(
                "notCovered",
                List.of(
                        "cuts inside recovery boots",
                        "card profiles other than ideal",
                        "whether the device can be updated again",
                        "file systems that no boot reads, but for the user's files"));
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

    private static Map<String, Object> failure(CutFindings.Failure failure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("class", failure.state().toString());
        json.put("verdict", failure.verdict().kind());
        json.put("detail", failure.verdict().detail());
        json.put("firstCutPoint", failure.firstWrite());
        json.put("lastCutPoint", failure.lastWrite());
        json.put("points", failure.count());
        return json;
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
