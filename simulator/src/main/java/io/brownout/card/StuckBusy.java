package io.brownout.card;

import io.brownout.board.ByteSize;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Now and then a write does not end for a long time, and with it everything behind it.
 *
 * @param every how many bytes are written from one time to the next
 * @param time how long it lasts
 */
public record StuckBusy(ByteSize every, Duration time) implements LiveFault {
    static final FaultKind KIND = new FaultKind(
            "stuck-busy",
            "stays busy for a long time each time so much has been written",
            List.of(
                    FaultParameter.size("every", "4MiB", "how much is written from one time to the next"),
                    FaultParameter.time("time", "5s", "how long it stays busy, in the time of the test machine")),
            values -> new StuckBusy(values.size("every"), values.time("time")),
            "Linux: \"Card stuck being busy!\", drivers/mmc/core/mmc_ops.c; the SD specification allows 250 to 500 ms for a write",
            Bite.no(
                    "QEMU's SD controller waits for each sector and stops the guest's clock with it: the device cannot notice"),
            Bite.yes("one request waits, and all behind it, while the guest runs on. Use the wall clock"));

    /** Checks the size and the time. */
    public StuckBusy {
        if (every.bytes() == 0) {
            throw new IllegalArgumentException("a card that is busy every 0B, expected at least 1B");
        }
        Slow.checkTime(time);
    }

    @Override
    public FaultKind kind() {
        return KIND;
    }

    @Override
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("every", every.toString());
        parameters.put("time", FaultParameter.written(time));
        return parameters;
    }

    @Override
    public Course begin(long seed) {
        Age age = new Age();
        return request -> {
            long times = age.bytes() / every.bytes();
            return age.grownBy(request) / every.bytes() > times ? Reaction.after(time) : Reaction.NORMAL;
        };
    }
}
