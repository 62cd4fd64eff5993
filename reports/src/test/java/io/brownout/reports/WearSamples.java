package io.brownout.reports;

import io.brownout.board.WearReport;
import io.brownout.board.WearReport.Gate;
import io.brownout.board.WearReport.HeatMap;
import io.brownout.board.WearReport.HeatRow;
import io.brownout.board.WearReport.ModelWear;
import io.brownout.board.WearReport.WrittenFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What may be said about a card's wear, made up by hand. */
final class WearSamples {
    private static final int HOURS = 24;

    private WearSamples() {}

    /** A device that hardly writes. */
    static WearReport quiet() {
        return report(
                "resinos:2.0.0+rev1 on raspi3b, idle",
                Map.of("resin-state", 98_304L, "resin-data", 294_912L),
                Map.of("file data", 131_072L, "journal", 196_608L, "inode table", 65_536L),
                List.of(new WrittenFile("resin-data", "/var/lib/systemd/timesync/clock", 98_304)),
                List.of(model("page-map", 8.1, 0.74, 1900, 9800), model("block-map", 201, 18.6, 25, 395)),
                heat(1, 4096),
                List.of(new Gate("500MB/day", "0.3932MB/day", true)));
    }

    /** A device that should have been quieter. */
    static WearReport chatty() {
        return report(
                "resinos:2.0.0+rev2 on raspi3b, idle",
                Map.of("resin-state", 268_435_456L, "resin-data", 33_554_432L),
                Map.of("file data", 70_000_000L, "journal", 180_000_000L, "inode table", 51_989_888L),
                List.of(
                        new WrittenFile("resin-state", "/heartbeat", 35_389_440),
                        new WrittenFile("resin-data", "/var/log/journal/0a1b2c3d/system.journal", 30_000_000)),
                List.of(model("page-map", 4.2, 302, 4.7, 24), model("block-map", 38, 2731, 0.28, 2.7)),
                heat(40, 3_500_000),
                List.of(new Gate("500MB/day", "302MB/day", true), new Gate("5 years", "0.28 years", false)));
    }

    /** A device that writes nothing, with these results. */
    static WearReport with(List<ModelWear> models) {
        return report(
                "nothing", Map.of(), Map.of(), List.of(), models, new HeatMap(4 << 20, 1, List.of(), 0), List.of());
    }

    private static WearReport report(
            String subject,
            Map<String, Long> byPartition,
            Map<String, Long> byKind,
            List<WrittenFile> files,
            List<ModelWear> models,
            HeatMap heat,
            List<Gate> gates) {
        return new WearReport(
                subject,
                "cheap-tlc",
                "16 GB, units of 4.0 MiB, pages of 16 KiB, 2 open, 7 % spare, 1,000 cycles",
                HOURS,
                byPartition.values().stream().mapToLong(Long::longValue).sum(),
                new TreeMap<>(byPartition),
                new TreeMap<>(byKind),
                files,
                models,
                heat,
                gates);
    }

    private static ModelWear model(
            String name, double amplification, double erases, double unlevelled, double levelled) {
        return new ModelWear(
                name, amplification, erases, erases / 9, levelled * 365, unlevelled * 365, levelled, unlevelled);
    }

    private static HeatMap heat(int erases, long bytes) {
        List<HeatRow> rows = new ArrayList<>();
        List<String> contents = List.of(
                "resin-state: journal",
                "resin-state: /heartbeat",
                "resin-data: inode table",
                "resin-data: /var/log/journal/0a1b2c3d4e5f60718293a4b5c6d7e8f9/system.journal");
        for (int row = 0; row < contents.size(); row++) {
            List<Long> written = new ArrayList<>();
            List<Long> erased = new ArrayList<>();
            for (int hour = 0; hour < HOURS; hour++) {
                boolean quiet = (hour + row) % 3 == 0;
                written.add(quiet ? 0L : bytes >> (2 * row) << (hour % 2));
                erased.add(quiet ? 0L : (long) erases / (row + 1));
            }
            rows.add(new HeatRow(70 + 9 * row, contents.get(row), written, erased));
        }
        return new HeatMap(4 << 20, 1, rows, 3);
    }
}
