package io.brownout.card;

import io.brownout.card.Reaction.Fate;
import java.util.List;
import java.util.Map;

/** Trims and writes of zeroes are acknowledged, and nothing happens: the old content stays. */
public record EraseNoop() implements LiveFault {
    static final FaultKind KIND = new FaultKind(
            "erase-noop",
            "acknowledges a trim or a write of zeroes and leaves the old content",
            List.of(),
            values -> new EraseNoop(),
            "erases that fail without a word: the bad-block mode ERASENOOP of littlefs's block device; eMMC of which discarded sectors read as old data, MMC_QUIRK_TRIM_BROKEN in drivers/mmc/core/quirks.h",
            Bite.no(
                    "neither a trim nor a write of zeroes reaches the card: QEMU's SD model makes nothing of an erase, or writes"),
            Bite.yes("what the guest discarded, or zeroed without sending zeroes, is still there"));

    @Override
    public FaultKind kind() {
        return KIND;
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of();
    }

    @Override
    public Course begin(long seed) {
        return request -> switch (request.kind()) {
            case TRIM, WRITE_ZEROES -> Reaction.of(new Fate.Ignored());
            default -> Reaction.NORMAL;
        };
    }
}
