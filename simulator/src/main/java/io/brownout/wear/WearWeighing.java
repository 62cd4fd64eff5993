package io.brownout.wear;

import io.brownout.board.UsageException;
import io.brownout.board.WearReport;
import io.brownout.board.WearReport.HeatMap;
import io.brownout.board.WearReport.ModelWear;
import io.brownout.card.CardJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * A part of a card's journal, weighed.
 *
 * @param journal that holds it
 * @param marks see {@link WriteTrace#of}
 * @param period how much of the device's time it covers
 */
public record WearWeighing(CardJournal journal, List<Long> marks, Duration period) {
    /** Copies the marks. */
    public WearWeighing {
        marks = List.copyOf(marks);
    }

    /** Returns the write commands in it. */
    public WriteTrace trace() {
        return WriteTrace.of(journal, marks, period);
    }

    /**
     * Weighs it on a kind of card. Blocks for some seconds of computing; uses some hundred MB of memory for the largest cards.
     *
     * @param subject what is weighed, for people
     * @param stretches whose the written sectors are, of the whole journal or of any part that covers this one
     * @param seed decides which units fail early, where a card model says that they do
     * @throws UsageException if the card that was written to is larger than the one to be weighed on
     */
    public WearReport on(CardModel card, String subject, Stream<WrittenStretch> stretches, long seed) {
        WriteTrace trace = trace();
        FlashGeometry geometry = card.geometry();
        if (trace.endBytes() > geometry.hostBytes()) {
            throw new UsageException("the device wrote at %,d bytes, and a %s card has %,d; name a larger card model"
                    .formatted(trace.endBytes(), card.name(), geometry.hostBytes()));
        }
        WrittenVolume volume = volume(stretches, geometry.unitBytes() / 512);
        List<ModelWear> models = new ArrayList<>();
        HeatMap heat = new HeatMap(geometry.unitBytes(), 1, List.of(), 0);
        for (TranslationModel model : card.translations(seed)) {
            models.add(new SteadyState(model, trace).weigh());
            if (model instanceof BlockMap blockMap) {
                heat = UnitHeat.drawn(trace, blockMap, geometry, volume);
            }
        }
        return new WearReport(
                subject,
                card.name(),
                card.described(),
                period.toMillis() / 3_600_000.0,
                volume.bytes(),
                volume.byPartition(),
                volume.byKind(),
                volume.topFiles(),
                models,
                heat,
                List.of());
    }

    /** Adds up the bytes of it by partition label. */
    public SortedMap<String, Long> bytesByPartition(Stream<WrittenStretch> stretches) {
        return volume(stretches, 1 << 20).byPartition();
    }

    private WrittenVolume volume(Stream<WrittenStretch> stretches, int unitSectors) {
        WrittenVolume volume = new WrittenVolume(unitSectors);
        long from = marks.getFirst();
        long to = marks.getLast();
        stretches
                .filter(stretch ->
                        stretch.write().number() >= from && stretch.write().number() < to)
                .forEach(volume::add);
        return volume;
    }
}
