package io.brownout.explorer;

import io.brownout.card.CardRequest;
import io.brownout.card.SectorVersion;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What each sector holds at each cut point, as far as that makes a difference: only sectors written between the first point and the last are told apart. Safe for any thread. */
final class Contents {
    private final CutPoints points;
    private final BitSet changing;
    private final Map<Integer, List<Stretch>> stretches = new ConcurrentHashMap<>();

    /** From a point on, up to the next stretch, a sector has one content. */
    private record Stretch(int from, long hash) {}

    Contents(CutPoints points) {
        this.points = points;
        this.changing = writtenBetween(points);
    }

    private static BitSet writtenBetween(CutPoints points) {
        BitSet written = new BitSet();
        long from = points.history()
                .journal()
                .numberOfWrite(points.first())
                .orElse(points.history().records());
        for (long number = from; number < points.history().records(); number++) {
            CardRequest request = points.history().journal().request(number);
            long since = request.kind().isWrite() ? request.write() + 1 : request.write();
            if (request.kind().changesCard() && since <= points.last()) {
                written.set((int) request.sector(), (int) (request.sector() + request.sectors()));
            }
        }
        return written;
    }

    /** Leaves of the candidates those at which every sector of a footprint holds what it holds at one point. */
    void keepAgreeing(BitSet candidates, int point, BitSet footprint) {
        BitSet deciding = (BitSet) footprint.clone();
        deciding.and(changing);
        for (int sector = deciding.nextSetBit(0); sector >= 0; sector = deciding.nextSetBit(sector + 1)) {
            keepAgreeing(candidates, point, stretches.computeIfAbsent(sector, this::stretchesOf));
        }
    }

    private void keepAgreeing(BitSet candidates, int point, List<Stretch> ofSector) {
        long hash = at(ofSector, point);
        for (int i = 0; i < ofSector.size(); i++) {
            if (ofSector.get(i).hash() != hash) {
                int end = i + 1 < ofSector.size() ? ofSector.get(i + 1).from() : points.count();
                candidates.clear(ofSector.get(i).from(), end);
            }
        }
    }

    private static long at(List<Stretch> ofSector, int point) {
        int last = 0;
        while (last + 1 < ofSector.size() && ofSector.get(last + 1).from() <= point) {
            last++;
        }
        return ofSector.get(last).hash();
    }

    private List<Stretch> stretchesOf(int sector) {
        List<Stretch> found = new ArrayList<>();
        for (SectorVersion version : points.history().versions(sector)) {
            if (version.since() > points.last()) {
                break;
            }
            int from = (int) Math.max(0, version.since() - points.first());
            if (!found.isEmpty() && found.getLast().from() == from) {
                found.removeLast();
            }
            if (found.isEmpty() || found.getLast().hash() != version.hash()) {
                found.add(new Stretch(from, version.hash()));
            }
        }
        return List.copyOf(found);
    }
}
