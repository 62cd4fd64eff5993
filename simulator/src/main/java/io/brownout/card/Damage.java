package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.card.Aftermath.Stretch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a loss of power does to a card, put together by the faults of its profile: which acknowledged writes are lost, how much of the one in flight lands, and what is garbled. What the sectors hold then follows from all of
 * it at once: noise where it is garbled, else what is in flight where that landed, else the newest version that is not lost.
 */
final class Damage {
    private final PowerLoss loss;
    private final Map<Long, BitSet> lost = new HashMap<>();
    private final Set<Long> lostWrites = new HashSet<>();
    private final TreeMap<Long, byte[]> garbled = new TreeMap<>();
    private final BitSet landed = new BitSet();

    Damage(PowerLoss loss) {
        this.loss = loss;
    }

    /** Loses a whole command. */
    void lose(WriteCommand command) {
        command.writes().forEach(write -> lose(write, 0, write.sectors()));
        command.corrections().forEach(correction -> lose(correction, 0, correction.sectors()));
    }

    /** Loses some sectors of an acknowledged write, counted from its first one: they hold what they held before it, unless they have been written since. */
    void lose(CardRequest write, long from, long count) {
        if (count > 0) {
            lost.computeIfAbsent(write.number(), number -> new BitSet()).set((int) from, Math.toIntExact(from + count));
            if (write.kind().isWrite()) {
                lostWrites.add(write.number());
            }
        }
    }

    /** Lets a sector of the write in flight land, counted from its first one. */
    void land(int sectorOfWrite) {
        landed.set(sectorOfWrite);
    }

    /** Replaces what a sector holds; if a write put it there, that write is lost. */
    void garble(long sector, byte[] content) {
        garbled.put(sector, content);
    }

    /** Counts a write among those that did not survive. */
    void countLost(CardRequest write) {
        lostWrites.add(write.number());
    }

    Aftermath aftermath() {
        SortedMap<Long, byte[]> sectors = loss.newestBut(lost);
        landed.stream().forEach(i -> sectors.put(loss.pending().sector() + i, sectorInFlight(i)));
        sectors.putAll(garbled);
        return new Aftermath(stretches(sectors), lostWrites.size());
    }

    private byte[] sectorInFlight(int i) {
        return Arrays.copyOfRange(loss.pendingData(), i * SECTOR_BYTES, (i + 1) * SECTOR_BYTES);
    }

    private static List<Stretch> stretches(SortedMap<Long, byte[]> sectors) {
        List<Stretch> stretches = new ArrayList<>();
        List<byte[]> run = new ArrayList<>();
        long first = 0;
        for (Map.Entry<Long, byte[]> sector : sectors.entrySet()) {
            if (!run.isEmpty() && sector.getKey() != first + run.size()) {
                stretches.add(stretch(first, run));
                run.clear();
            }
            if (run.isEmpty()) {
                first = sector.getKey();
            }
            run.add(sector.getValue());
        }
        if (!run.isEmpty()) {
            stretches.add(stretch(first, run));
        }
        return stretches;
    }

    private static Stretch stretch(long first, List<byte[]> run) {
        byte[] content = new byte[run.size() * SECTOR_BYTES];
        for (int i = 0; i < run.size(); i++) {
            System.arraycopy(run.get(i), 0, content, i * SECTOR_BYTES, SECTOR_BYTES);
        }
        return new Stretch(first, content);
    }
}
