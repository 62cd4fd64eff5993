package io.brownout.reports;

import io.brownout.board.RunEvent.CardCut;
import io.brownout.board.RunEvent.CardMapped;
import io.brownout.board.RunEvent.MapCell;
import io.brownout.board.RunEvent.PowerChange;
import io.brownout.board.RunEvent.PowerChanged;
import io.brownout.reports.CardBands.Band;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every write to a card: when, over the axis of the timeline, and where, by partition; the cut drawn in. */
final class CardMapChart {
    static final List<String> LEVELS = List.of("up to 64 KiB", "up to 512 KiB", "up to 4 MiB", "more");
    private static final long[] LEVEL_BYTES = {64 << 10, 512 << 10, 4 << 20};
    private static final int SECTOR = 512;
    private static final int MOST_CELLS = 8_000;
    private static final int CELLS_OF_PAGE = 30_000;

    private final CardMapped map;
    private final BoardResult board;
    private final TimeScale scale;
    private final Partitions partitions;
    private final CardBands bands;
    private final double top;

    private CardMapChart(ScenarioResult scenario, BoardResult board, CardMapped map, Partitions partitions) {
        this.map = coarsened(map, Math.min(MOST_CELLS, CELLS_OF_PAGE / Math.max(1, partitions.maps())));
        this.board = board;
        this.scale = TimeScale.of(scenario);
        this.partitions = partitions;
        this.top = board.cuts().isEmpty() ? 18 : 34;
        this.bands = CardBands.of(map, top);
    }

    static Element of(ScenarioResult scenario, BoardResult board, CardMapped map, Partitions partitions) {
        return new CardMapChart(scenario, board, map, partitions).drawn();
    }

    /** Halves the columns until the page stays small. */
    private static CardMapped coarsened(CardMapped map, int most) {
        CardMapped coarse = map;
        while (coarse.cells().size() > most) {
            Map<List<Integer>, Long> sums = new HashMap<>();
            coarse.cells()
                    .forEach(cell -> sums.merge(List.of(cell.row(), cell.column() / 2), cell.sectors(), Long::sum));
            if (sums.size() == coarse.cells().size() && coarse.cells().stream().allMatch(cell -> cell.column() == 0)) {
                break;
            }
            List<MapCell> cells = sums.entrySet().stream()
                    .map(sum -> new MapCell(sum.getKey().get(1), sum.getKey().getFirst(), sum.getValue()))
                    .toList();
            coarse = new CardMapped(
                    coarse.at(),
                    coarse.scenario(),
                    coarse.board(),
                    coarse.sectors(),
                    coarse.partitions(),
                    coarse.begin(),
                    coarse.columnDuration().multipliedBy(2),
                    coarse.rowSectors(),
                    cells);
        }
        return coarse;
    }

    private Element drawn() {
        Element drawing = Svg.drawing(
                        bands.bottom() + 22,
                        "card-map",
                        "Map of the card of %s, %s: time by address, %s written to"
                                .formatted(
                                        board.name(),
                                        Wording.bytes((double) map.sectors() * SECTOR),
                                        Wording.plural(map.cells().size(), "cell")))
                .addAll(frames())
                .addAll(scale.axis(top, bands.bottom()))
                .addAll(boots())
                .addAll(cells())
                .addAll(cuts());
        return Tables.scroller("Map of the card of " + board.name()).add(drawing);
    }

    private List<Element> frames() {
        Map<String, Long> written = written();
        List<Element> elements = new ArrayList<>();
        for (Band band : bands.bands()) {
            String label = band.span().label();
            double middle = band.top() + band.height() / 2;
            elements.add(Svg.rectangle(
                    Svg.LEFT, band.top(), Svg.RIGHT - Svg.LEFT, band.height(), "band " + partitions.styleClass(label)));
            elements.add(
                    Svg.rectangle(Svg.LEFT - 7, band.top(), 4, band.height(), "key " + partitions.styleClass(label)));
            elements.add(Svg.text(0, middle - 2, label, "lane"));
            elements.add(
                    Svg.text(0, middle + 12, Wording.bytes((double) band.span().sectors() * SECTOR), "lane faint"));
            elements.add(Svg.text(
                    Svg.RIGHT + 6,
                    middle + 4,
                    Wording.bytes((double) written.getOrDefault(label, 0L) * SECTOR),
                    "scale"));
        }
        elements.add(Svg.text(Svg.RIGHT + 6, top - 5, "written", "scale faint"));
        return elements;
    }

    private Map<String, Long> written() {
        Map<String, Long> written = new TreeMap<>();
        map.cells()
                .forEach(cell -> bands.holding(first(cell), first(cell) + map.rowSectors())
                        .ifPresent(band -> written.merge(band.span().label(), cell.sectors(), Long::sum)));
        return written;
    }

    private long first(MapCell cell) {
        return cell.row() * map.rowSectors();
    }

    /** Draws the cells, those of one colour and strength as one path. */
    private List<Element> cells() {
        Map<String, StringBuilder> paths = new TreeMap<>();
        map.cells().stream()
                .sorted(Comparator.comparingInt(MapCell::row).thenComparingInt(MapCell::column))
                .forEach(cell -> cell(paths, cell));
        return paths.entrySet().stream()
                .map(path -> Element.of("path", path.getKey())
                        .attribute("d", path.getValue().toString()))
                .toList();
    }

    private void cell(Map<String, StringBuilder> paths, MapCell cell) {
        long from = first(cell);
        long to = from + map.rowSectors();
        Instant begin = map.begin().plus(map.columnDuration().multipliedBy(cell.column()));
        double x = scale.x(begin);
        double width = Math.max(1, scale.x(begin.plus(map.columnDuration())) - x);
        bands.holding(from, to).ifPresent(band -> {
            double y = band.y(Math.max(from, band.span().firstSector()));
            double height = Math.max(1.2, band.y(to) - y);
            String styleClass = "cell " + partitions.styleClass(band.span().label()) + " l" + level(cell.sectors());
            Svg.rectangle(paths.computeIfAbsent(styleClass, _ -> new StringBuilder()), x, y, width, height);
        });
    }

    private static int level(long sectors) {
        int level = 0;
        while (level < LEVEL_BYTES.length && sectors * SECTOR > LEVEL_BYTES[level]) {
            level++;
        }
        return level;
    }

    private List<Element> boots() {
        return board.power().stream()
                .filter(change -> change.change() == PowerChange.ON || change.change() == PowerChange.REBOOT)
                .map(this::boot)
                .toList();
    }

    private Element boot(PowerChanged change) {
        double x = scale.x(change.at());
        boolean left = x > Svg.RIGHT - 40;
        return Element.of("g")
                .add(
                        Svg.line(x, top, x, bands.bottom(), "boot-line"),
                        Svg.text(
                                left ? x - 3 : x + 3,
                                top - 5,
                                Wording.format("boot %d", change.boot()),
                                left ? "scale faint end" : "scale faint"));
    }

    private List<Element> cuts() {
        List<Element> elements = new ArrayList<>(CutMarks.drawn(
                board.cuts().stream().map(cut -> mark(cut, scale.x(cut.at()))).toList(), top - 20, bands.bottom()));
        board.cuts().forEach(cut -> elements.add(Svg.circle(scale.x(cut.at()), bands.y(cut.sector()), 5, "cut-ring")));
        return elements;
    }

    static CutMarks.Mark mark(CardCut cut, double x) {
        String number = Wording.count(cut.write());
        return new CutMarks.Mark(x, "power cut at write " + number, "cut " + number, told(cut));
    }

    static String told(CardCut cut) {
        String lost = cut.lostWrites() == 0
                ? ""
                : ", nor did " + Wording.plural(cut.lostWrites(), "acknowledged write") + " before it";
        return "The card (%s) cut the power: write %s, at sector %s of %s, did not land%s%s."
                .formatted(
                        cut.profile(),
                        Wording.count(cut.write()),
                        Wording.count(cut.sector()),
                        cut.partition(),
                        lost,
                        cut.reason().isBlank() ? "" : ": " + cut.reason());
    }
}
