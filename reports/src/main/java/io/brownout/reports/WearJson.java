package io.brownout.reports;

import io.brownout.board.WearReport;
import io.brownout.board.WearReport.Gate;
import io.brownout.board.WearReport.HeatRow;
import io.brownout.board.WearReport.ModelWear;
import io.brownout.board.WearReport.WrittenFile;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a device's writing means for its card, in one file for machines, {@code wear.json}; keys sorted, bytes by the day, null for what never ends. {@code docs/wear.md} has the keys. */
public final class WearJson {
    private static final MathContext DIGITS = new MathContext(4);

    private WearJson() {}

    /** Returns the content of the file: the first report, with what it was compared with, if anything, below {@code compared}. */
    public static String of(List<WearReport> reports) {
        SortedMap<String, @Nullable Object> values = values(reports.getFirst());
        if (reports.size() > 1) {
            values.put(
                    "compared", reports.stream().skip(1).map(WearJson::values).toList());
        }
        return JsonFile.of(values);
    }

    private static SortedMap<String, @Nullable Object> values(WearReport report) {
        SortedMap<String, @Nullable Object> values = new TreeMap<>();
        values.put("subject", report.subject());
        values.put("summary", report.summary());
        values.put("card", sorted("name", report.cardModel(), "flash", report.cardDescription()));
        values.put("hours", number(report.hours()));
        values.put("hostBytesPerDay", report.hostBytesPerDay());
        values.put("byPartition", perDay(report, report.byPartition()));
        values.put("byKind", perDay(report, report.byKind()));
        values.put(
                "topFiles",
                report.topFiles().stream().map(file -> topFile(report, file)).toList());
        SortedMap<String, Object> models = new TreeMap<>();
        report.models().forEach(model -> models.put(model.name(), model(model)));
        values.put("models", models);
        values.put("heat", heat(report));
        values.put("gates", report.gates().stream().map(WearJson::gate).toList());
        return values;
    }

    private static SortedMap<String, Long> perDay(WearReport report, Map<String, Long> bytes) {
        SortedMap<String, Long> perDay = new TreeMap<>();
        bytes.forEach((key, value) -> perDay.put(key, report.perDay(value)));
        return perDay;
    }

    private static Object topFile(WearReport report, WrittenFile file) {
        return sorted("partition", file.partition(), "path", file.path(), "bytesPerDay", report.perDay(file.bytes()));
    }

    private static Object model(ModelWear model) {
        return sorted(
                "writeAmplification",
                number(model.writeAmplification()),
                "yearsLevelled",
                number(model.yearsLevelled()),
                "yearsUnlevelled",
                number(model.yearsUnlevelled()),
                "recordingsLevelled",
                number(model.recordingsLevelled()),
                "recordingsUnlevelled",
                number(model.recordingsUnlevelled()),
                "erases",
                number(model.erases()),
                "hottestUnitErases",
                number(model.hottestUnitErases()));
    }

    private static Object heat(WearReport report) {
        return sorted(
                "unitBytes",
                report.heat().unitBytes(),
                "columnHours",
                number(report.heat().columnHours()),
                "unitsLeftOff",
                report.heat().unitsLeftOff(),
                "units",
                report.heat().rows().stream().map(WearJson::heatRow).toList());
    }

    private static Object heatRow(HeatRow row) {
        return sorted("unit", row.unit(), "content", row.content(), "bytes", row.bytes(), "erases", row.erases());
    }

    private static Object gate(Gate gate) {
        return sorted("limit", gate.limit(), "seen", gate.seen(), "kept", gate.kept());
    }

    /** Keeps four digits, without an exponent. */
    private static @Nullable Object number(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(
                        new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString())
                : null;
    }

    private static SortedMap<String, @Nullable Object> sorted(@Nullable Object... keysAndValues) {
        SortedMap<String, @Nullable Object> map = new TreeMap<>();
        for (int index = 0; index < keysAndValues.length; index += 2) {
            map.put(String.valueOf(keysAndValues[index]), keysAndValues[index + 1]);
        }
        return map;
    }
}
