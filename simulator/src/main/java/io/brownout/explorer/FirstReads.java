package io.brownout.explorer;

import io.brownout.card.CardJournal;
import io.brownout.card.CardRequest;
import java.util.BitSet;

/** The sectors of a card whose first content a device has read, that is: read before it had written them itself. Whatever it did depends on these and on no other. */
final class FirstReads {
    private FirstReads() {}

    /** Works it out from the whole journal of the card that the device ran from. */
    static BitSet of(CardJournal journal) {
        BitSet read = new BitSet();
        BitSet written = new BitSet();
        for (CardRequest request : journal) {
            int from = Math.toIntExact(request.sector());
            int to = Math.toIntExact(request.sector() + request.sectors());
            if (request.kind().changesCard()) {
                written.set(from, to);
            } else if (request.kind() == io.brownout.card.RequestKind.READ) {
                addUnwritten(read, written, from, to);
            }
        }
        return read;
    }

    private static void addUnwritten(BitSet read, BitSet written, int from, int to) {
        for (int at = written.nextClearBit(from); at < to; at = written.nextClearBit(at)) {
            int end = written.nextSetBit(at);
            end = end < 0 ? to : Math.min(end, to);
            read.set(at, end);
            at = end;
        }
    }
}
