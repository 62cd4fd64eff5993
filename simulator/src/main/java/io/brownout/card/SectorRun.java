package io.brownout.card;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The single-sector writes that lead up to a sector: what QEMU's SD model makes of one multi-sector command. */
final class SectorRun {
    private SectorRun() {}

    /** Returns them, oldest first: each one sector long, each right behind the other, the last one right before {@code sector}, and no other request between them. */
    static List<CardRequest> leadingTo(long sector, Stream<CardRequest> newestFirst) {
        List<CardRequest> run = new ArrayList<>();
        long expected = sector - 1;
        for (Iterator<CardRequest> requests = newestFirst.iterator(); requests.hasNext(); ) {
            CardRequest request = requests.next();
            if (request.kind() != RequestKind.WRITE || request.sectors() != 1 || request.sector() != expected) {
                break;
            }
            run.add(request);
            expected--;
        }
        Collections.reverse(run);
        return run;
    }
}
