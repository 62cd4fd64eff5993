package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.EventSource;
import io.brownout.board.RunEvent.CardMapped;
import io.brownout.board.RunEvent.MapCell;
import io.brownout.board.RunEvent.PartitionSpan;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Draws the writes of a journal as a picture, time over addresses. */
final class CardMap {
    private CardMap() {}

    static CardMapped draw(
            CardJournal journal, PartitionLayout layout, Instant from, int columns, int rows, EventSource events) {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    "a map of %d columns and %d rows, expected at least one of each".formatted(columns, rows));
        }
        long sectors = journal.cardBytes() / SECTOR_BYTES;
        long rowSectors = Math.ceilDiv(sectors, rows);
        Instant begin = from.isBefore(journal.began()) ? journal.began() : from;
        Duration column = columnDuration(journal, begin, columns);
        long[][] cells = new long[columns][rows];
        journal.requests()
                .filter(request -> request.kind().isWrite() && !request.at().isBefore(begin))
                .forEach(request -> add(
                        cells[
                                (int) Math.min(
                                        columns - 1,
                                        Duration.between(begin, request.at()).dividedBy(column))],
                        request,
                        rowSectors));
        return new CardMapped(
                events.now(),
                events.scenario(),
                events.board(),
                sectors,
                spans(layout),
                begin,
                column,
                rowSectors,
                written(cells));
    }

    private static Duration columnDuration(CardJournal journal, Instant begin, int columns) {
        Instant end = journal.size() == 0
                ? begin
                : journal.request(journal.size() - 1).at();
        Duration column = Duration.between(begin, end).dividedBy(columns);
        return column.isPositive() ? column.plusNanos(1) : Duration.ofMillis(1);
    }

    private static void add(long[] column, CardRequest request, long rowSectors) {
        long end = request.sector() + request.sectors();
        for (long at = request.sector(); at < end; ) {
            long row = at / rowSectors;
            long step = Math.min(end, (row + 1) * rowSectors) - at;
            column[(int) row] += step;
            at += step;
        }
    }

    private static List<PartitionSpan> spans(PartitionLayout layout) {
        return layout.partitions().stream()
                .filter(it -> !layout.isExtended(it))
                .sorted(Comparator.comparingLong(Partition::firstSector))
                .map(it -> new PartitionSpan(it.label(), it.firstSector(), it.sectors()))
                .toList();
    }

    private static List<MapCell> written(long[][] cells) {
        List<MapCell> written = new ArrayList<>();
        for (int column = 0; column < cells.length; column++) {
            for (int row = 0; row < cells[column].length; row++) {
                if (cells[column][row] > 0) {
                    written.add(new MapCell(column, row, cells[column][row]));
                }
            }
        }
        return written;
    }
}
