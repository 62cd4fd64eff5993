package io.brownout.explorer;

import io.brownout.card.CardJournal;
import io.brownout.card.CardRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * What a device asked of its card, in order, and what it was told: a hash of all requests so far, noted after each 256.
 *
 * <p>A device is stopped from outside once it has said its last word, so that of two equal lives one may be seen for longer. They are compared as far as both reach.
 *
 * @param requests how many there were
 */
public record Trace(long requests, List<Long> hashes) {
    /** Nothing was asked. */
    public static final Trace NONE = new Trace(0, List.of());

    private static final int STEP = 256;

    /** Copies the hashes. */
    public Trace {
        hashes = List.copyOf(hashes);
    }

    /** Works it out from the whole journal of the card that the device ran from. */
    public static Trace of(CardJournal journal) {
        List<Long> hashes = new ArrayList<>();
        long hash = 0;
        long requests = 0;
        for (CardRequest request : journal) {
            if (isOfDevice(request)) {
                hash = mixed(hash, request);
                requests++;
                if (requests % STEP == 0) {
                    hashes.add(hash);
                }
            }
        }
        return new Trace(requests, hashes);
    }

    private static boolean isOfDevice(CardRequest request) {
        return switch (request.kind()) {
            case READ, WRITE, TRIM, WRITE_ZEROES, FLUSH -> true;
            case POWER_ON, POWER_LOST, AFTERMATH, EDITED, HOST_WRITE, MARK, NOT_DONE -> false;
        };
    }

    private static long mixed(long hash, CardRequest request) {
        long mixed = Long.rotateLeft(hash, 5) ^ request.kind().name().hashCode();
        mixed = (mixed ^ request.offset()) * 0x9E3779B97F4A7C15L;
        mixed = Long.rotateLeft(mixed ^ request.length(), 29) * 0xBF58476D1CE4E5B9L;
        return Long.rotateLeft(mixed ^ request.hash(), 31) * 0x94D049BB133111EBL;
    }

    /** Says whether both did the same as far as both reach. */
    public boolean agreesWith(Trace other) {
        int common = Math.min(hashes.size(), other.hashes.size());
        return common == 0 || hashes.get(common - 1).equals(other.hashes.get(common - 1));
    }
}
