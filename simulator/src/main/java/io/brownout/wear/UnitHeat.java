package io.brownout.wear;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.WearReport.HeatMap;
import io.brownout.board.WearReport.HeatRow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Draws where on a card a recording wrote, and where a block-mapped card, in its steady state, erases for it. */
final class UnitHeat {
    private static final int MOST_ROWS = 48;

    private final WriteTrace trace;
    private final BlockMap model;
    private final FlashGeometry geometry;
    private final WrittenVolume volume;
    private final long[][] bytes;
    private final long[][] erases;

    private UnitHeat(WriteTrace trace, BlockMap model, FlashGeometry geometry, WrittenVolume volume) {
        this.trace = trace;
        this.model = model;
        this.geometry = geometry;
        this.volume = volume;
        this.bytes = new long[geometry.units()][];
        this.erases = new long[geometry.units()][];
    }

    static HeatMap drawn(WriteTrace trace, BlockMap model, FlashGeometry geometry, WrittenVolume volume) {
        UnitHeat heat = new UnitHeat(trace, model, geometry, volume);
        heat.count();
        return heat.map();
    }

    private void count() {
        int from = 0;
        for (int column = 0; column < trace.columns(); column++) {
            int to = trace.columnEnd(column);
            int[] before = model.closings();
            trace.replay(model, from, to);
            int[] after = model.closings();
            for (int unit = 0; unit < after.length; unit++) {
                if (after[unit] > before[unit]) {
                    row(erases, unit)[column] += after[unit] - before[unit];
                }
            }
            for (int command = from; command < to; command++) {
                if (!trace.isTrim(command)) {
                    addBytes(column, trace.sector(command), trace.sectors(command));
                }
            }
            from = to;
        }
    }

    private void addBytes(int column, long sector, int sectors) {
        int unitSectors = geometry.unitBytes() / SECTOR_BYTES;
        long end = sector + sectors;
        for (long at = sector; at < end; ) {
            int unit = (int) (at / unitSectors);
            long step = Math.min(end, (unit + 1L) * unitSectors) - at;
            row(bytes, unit)[column] += step * SECTOR_BYTES;
            at += step;
        }
    }

    private long[] row(long[][] rows, int unit) {
        if (rows[unit] == null) {
            rows[unit] = new long[trace.columns()];
        }
        return rows[unit];
    }

    private HeatMap map() {
        List<HeatRow> rows = IntStream.range(0, geometry.units())
                .filter(unit -> bytes[unit] != null || erases[unit] != null)
                .mapToObj(unit ->
                        new HeatRow(unit, volume.contentOf(unit), list(row(bytes, unit)), list(row(erases, unit))))
                .toList();
        List<HeatRow> shown = rows.stream()
                .sorted(Comparator.comparingLong(HeatRow::totalErases)
                        .thenComparingLong(HeatRow::totalBytes)
                        .reversed())
                .limit(MOST_ROWS)
                .sorted(Comparator.comparingInt(HeatRow::unit))
                .toList();
        double hours = trace.period().toMillis() / 3_600_000.0;
        return new HeatMap(geometry.unitBytes(), hours / trace.columns(), shown, rows.size() - shown.size());
    }

    private static List<Long> list(long[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
