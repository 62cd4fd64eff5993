package io.brownout.card;

import io.brownout.nbd.NbdError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weak pages read well so many times, and then no more: a read that touches one fails, until the page is written anew.
 *
 * @param weak which pages those are
 * @param good how many requests may read a weak page
 */
public record ReadFlaky(WeakPlaces weak, int good) implements LiveFault {
    static final FaultKind KIND = new FaultKind(
            "read-flaky",
            "reads weak pages well once, and then answers with an error",
            parameterList(),
            values -> new ReadFlaky(WeakPlaces.from(values, "page"), values.count("good")),
            "pages that decay after an interrupted program, and read disturb: Tseng et al., DAC 2011; gravepages of Linux's nandsim",
            Bite.no(
                    "QEMU's SD controller prints a line and hands the guest what its buffer last held: no error arrives"),
            Bite.yes("the guest's read ends with EIO; its file system or boot loader must live with that"));

    private static List<FaultParameter> parameterList() {
        List<FaultParameter> parameters = new ArrayList<>(WeakPlaces.parameters("page", "8KiB", "256"));
        parameters.add(FaultParameter.count("good", "1", "how many requests read a weak page well"));
        return parameters;
    }

    @Override
    public FaultKind kind() {
        return KIND;
    }

    @Override
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>(weak.written("page"));
        parameters.put("good", Integer.toString(good));
        return parameters;
    }

    @Override
    public Course begin(long seed) {
        Map<Long, Integer> reads = new HashMap<>();
        return request -> switch (request.kind()) {
            case READ -> read(request, seed, reads);
            case WRITE, TRIM, WRITE_ZEROES -> {
                heal(request, reads);
                yield Reaction.NORMAL;
            }
            default -> Reaction.NORMAL;
        };
    }

    private Reaction read(LiveRequest request, long seed, Map<Long, Integer> reads) {
        long bad = -1;
        long last = -1;
        for (long sector = request.sector(); sector < request.sector() + request.sectors(); sector++) {
            long page = weak.unitOf(sector);
            if (page != last && weak.isWeak(seed, sector)) {
                last = page;
                bad = reads.merge(page, 1, Integer::sum) > good ? sector : bad;
            }
        }
        return bad < 0
                ? Reaction.NORMAL
                : Reaction.refused(NbdError.EIO, "the page of sector %d is unreadable".formatted(bad));
    }

    private void heal(LiveRequest request, Map<Long, Integer> reads) {
        if (!reads.isEmpty()) {
            long first = weak.unitOf(request.sector());
            long last = weak.unitOf(request.sector() + request.sectors() - 1);
            reads.keySet().removeIf(page -> page >= first && page <= last);
        }
    }
}
