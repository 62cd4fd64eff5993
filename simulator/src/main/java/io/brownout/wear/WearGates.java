package io.brownout.wear;

import io.brownout.board.UsageException;
import io.brownout.board.WearReport;
import io.brownout.board.WearReport.Gate;
import io.brownout.board.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is asked of what devices write: of each by itself, and of one against a baseline. */
public final class WearGates {
    private static final String NOTE = "note";
    private static final String GATES = "gates";
    private static final String COMPARED = "compared";
    private static final String A_GATES_FILE = "wear gates";

    private final List<WearGate> ofEach = new ArrayList<>();
    private final List<WearChangeGate> ofChange = new ArrayList<>();

    private WearGates() {}

    /**
     * Reads gates as they are typed, for example {@code 500MB/day} or {@code +10% bytes/day}, or the names of YAML files that hold some.
     *
     * @throws UsageException if one cannot be read, with what can; for a file with its line
     */
    public static WearGates read(List<String> texts) {
        WearGates gates = new WearGates();
        for (String text : texts) {
            if (YamlValue.isFile(text)) {
                gates.readFile(Path.of(text));
            } else if (WearChangeGate.isOne(text)) {
                gates.ofChange.add(WearChangeGate.parse(text));
            } else {
                gates.ofEach.add(WearGate.parse(text));
            }
        }
        return gates;
    }

    private void readFile(Path file) {
        Map<String, YamlValue> top =
                YamlValue.read(file, A_GATES_FILE).entries(List.of(NOTE, GATES, COMPARED), A_GATES_FILE);
        Optional.ofNullable(top.get(NOTE)).ifPresent(YamlValue::text);
        Optional.ofNullable(top.get(GATES))
                .ifPresent(gates -> measured(gates, GATES)
                        .forEach((measure, value) -> ofEach.add(value.at(() -> limit(measure, value.text())))));
        Optional.ofNullable(top.get(COMPARED))
                .ifPresent(compared -> measured(compared, COMPARED)
                        .forEach((measure, value) -> ofChange.add(
                                value.at(() -> WearChangeGate.parse(value.text() + " " + measure.unit())))));
    }

    private static WearGate limit(WearMeasure measure, String text) {
        return WearGate.parse(
                switch (measure) {
                    case BYTES_PER_DAY -> text + "/day";
                    case YEARS -> text + " years";
                    case ERASES_PER_DAY -> text + " erases/day";
                });
    }

    private static Map<WearMeasure, YamlValue> measured(YamlValue value, String what) {
        List<WearMeasure> measures = List.of(WearMeasure.values());
        Map<String, YamlValue> entries =
                value.entries(measures.stream().map(WearMeasure::key).toList(), what);
        Map<WearMeasure, YamlValue> measured = new EnumMap<>(WearMeasure.class);
        for (WearMeasure measure : measures) {
            Optional.ofNullable(entries.get(measure.key())).ifPresent(limit -> measured.put(measure, limit));
        }
        return measured;
    }

    /** Says whether any of them needs a baseline. */
    public boolean needBaseline() {
        return !ofChange.isEmpty();
    }

    /** Judges a report by itself. */
    public List<Gate> judge(WearReport report) {
        return ofEach.stream().map(gate -> gate.judge(report)).toList();
    }

    /** Judges a report by itself and against a baseline. */
    public List<Gate> judge(WearReport report, WearReport baseline) {
        List<Gate> judged = new ArrayList<>(judge(report));
        ofChange.forEach(gate -> judged.add(gate.judge(report, baseline)));
        return judged;
    }
}
