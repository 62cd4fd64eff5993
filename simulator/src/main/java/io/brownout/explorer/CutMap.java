package io.brownout.explorer;

import io.brownout.board.CutReport;
import io.brownout.board.CutReport.Cell;
import io.brownout.board.CutReport.Step;
import io.brownout.card.CardHistory;
import io.brownout.card.CardJournal;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Draws the writes of a recording as a picture, write number over address, each place with the class of the cuts that fall there. */
public final class CutMap {
    private static final int OPEN = -1;

    private final CutPoints points;
    private final BitSet bad;
    private final int[] groups;
    private final int[] columnOf;
    private final int rows;

    private CutMap(CutPoints points, int[] groups, BitSet bad, int[] columnOf, int rows) {
        this.points = points;
        this.groups = groups;
        this.bad = bad;
        this.columnOf = columnOf;
        this.rows = rows;
    }

    /** The sectors of a partition that were written. */
    private record Band(Partition partition, long first, long last) {
        int row(long sector, int rows) {
            return (int) ((sector - first) * rows / (last - first + 1));
        }
    }

    private record Place(int column, int band, int row) {}

    /**
     * Draws it.
     *
     * @param classes the classes, by whose numbers the places are named
     * @param bad the points after which a device must not be left: they are drawn over the others
     */
    public static CutReport.Map draw(
            CutPoints points, List<CutClass<Life>> classes, BitSet bad, int columns, int rows) {
        List<Step> steps = steps(points);
        int[] columnOf = columns(points, steps, columns);
        CutMap map = new CutMap(points, groups(points, classes), bad, columnOf, rows);
        List<Band> bands = map.bands();
        return new CutReport.Map(
                map.firstWrites(),
                bands.stream().map(it -> it.partition().label()).toList(),
                rows,
                map.cells(bands),
                steps);
    }

    /** Gives each step a width that grows with the root of its number of writes. */
    private static int[] columns(CutPoints points, List<Step> steps, int columns) {
        TreeMap<Integer, Integer> borders = new TreeMap<>(Map.of(0, 0, points.count(), 0));
        steps.forEach(step -> borders.put((int) (step.write() - points.first()), 0));
        double all = 0;
        for (int from : borders.headMap(points.count()).keySet()) {
            all += Math.sqrt(borders.higherKey(from) - from);
        }
        int[] columnOf = new int[points.count()];
        double at = 0;
        for (int from : borders.headMap(points.count()).keySet()) {
            int to = borders.higherKey(from);
            double width = Math.sqrt(to - from) / all * columns;
            for (int point = from; point < to; point++) {
                columnOf[point] = Math.min(columns - 1, (int) (at + width * (point - from) / (to - from)));
            }
            at += width;
        }
        return columnOf;
    }

    private List<Long> firstWrites() {
        List<Long> first = new ArrayList<>();
        for (int point = 0; point < columnOf.length; point++) {
            while (first.size() <= columnOf[point]) {
                first.add(points.writes(point));
            }
        }
        first.add(points.last());
        return first;
    }

    private static int[] groups(CutPoints points, List<CutClass<Life>> classes) {
        int[] groups = new int[points.count()];
        Arrays.fill(groups, OPEN);
        for (int number = 0; number < classes.size(); number++) {
            int group = number;
            classes.get(number).points().stream().forEach(point -> groups[point] = group);
        }
        return groups;
    }

    /** Returns the sector of the write before which a point lies. */
    private long sector(int point) {
        CardHistory history = points.history();
        CardJournal journal = history.journal();
        return journal.sector(journal.numberOfWrite(points.writes(point)).orElseThrow());
    }

    private List<Band> bands() {
        List<Band> bands = new ArrayList<>();
        PartitionLayout.read(points.history().after(points.first())).partitions().stream()
                .filter(it -> it.type() != 0x05 && it.type() != 0x0f) // Extended ones only hold others.
                .sorted(Comparator.comparingLong(Partition::firstSector))
                .forEach(it -> bands.add(new Band(it, Long.MAX_VALUE, -1)));
        for (int point = 0; point < points.count() - 1; point++) {
            long sector = sector(point);
            bands.replaceAll(band -> band.partition().contains(sector)
                    ? new Band(band.partition(), Math.min(band.first(), sector), Math.max(band.last(), sector))
                    : band);
        }
        return bands.stream().filter(band -> band.last() >= 0).toList();
    }

    private List<Cell> cells(List<Band> bands) {
        Map<Place, Integer> picture = new TreeMap<>(Comparator.comparingInt(Place::column)
                .thenComparingInt(Place::band)
                .thenComparingInt(Place::row));
        for (int point = 0; point < points.count() - 1; point++) {
            long sector = sector(point);
            for (int band = 0; band < bands.size(); band++) {
                if (bands.get(band).partition().contains(sector)) {
                    Place place =
                            new Place(columnOf[point], band, bands.get(band).row(sector, rows));
                    if (bad.get(point) || !picture.containsKey(place)) {
                        picture.put(place, groups[point]);
                    }
                }
            }
        }
        return picture.entrySet().stream()
                .map(it -> new Cell(
                        it.getKey().column(), it.getKey().band(), it.getKey().row(), it.getValue()))
                .toList();
    }

    private static List<Step> steps(CutPoints points) {
        return points.history()
                .journal()
                .marks()
                .filter(mark -> mark.write() >= points.first() && mark.write() <= points.last())
                .map(mark -> new Step(mark.write(), mark.text()))
                .toList();
    }
}
