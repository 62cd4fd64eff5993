package io.brownout.card;

import java.util.List;
import java.util.Map;

/** Flushes, and writes that ask to be durable, are acknowledged and do nothing: what they should cover is as much at risk as anything else. Changes what the other faults may take; alone it takes nothing. */
public record LyingFlush() implements CardFault {
    static final FaultKind KIND = new FaultKind(
            "lying-flush",
            "acknowledges a flush and leaves its writes at risk; needs another fault that takes them",
            List.of(),
            values -> new LyingFlush(),
            "drives that lose what they reported as flushed: Zheng et al., Understanding the Robustness of SSDs under Power Fault, FAST 2013",
            Bite.no("no flush ever reaches the card, so none can be a lie"),
            Bite.yes("a completed flush no longer protects anything from the other faults of the profile"));

    @Override
    public FaultKind kind() {
        return KIND;
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of();
    }
}
