package io.brownout.card;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every request takes its time.
 *
 * @param read of a read
 * @param write of a write, a trim, a write of zeroes
 * @param flush of a flush
 */
public record Slow(Duration read, Duration write, Duration flush) implements LiveFault {
    static final Duration LONGEST = Duration.ofMinutes(10);

    static final FaultKind KIND = new FaultKind(
            "slow",
            "lets every request wait, in the time of the test machine",
            List.of(
                    FaultParameter.time("read", "1ms", "how long a read takes"),
                    FaultParameter.time("write", "20ms", "how long a write, a trim or a write of zeroes takes"),
                    FaultParameter.time("flush", "50ms", "how long a flush takes")),
            values -> new Slow(values.time("read"), values.time("write"), values.time("flush")),
            "random writes of cheap cards take 20 ms and more, their garbage collection hundreds: Linaro's flash card survey, flashbench",
            Bite.no(
                    "QEMU's SD controller waits for each sector and stops the guest's clock with it: the device cannot notice"),
            Bite.yes(
                    "requests wait while the guest runs on; what was in flight when the plug is pulled has not landed. Use the wall clock"));

    /** Checks the times. */
    public Slow {
        for (Duration time : List.of(read, write, flush)) {
            checkTime(time);
        }
    }

    static void checkTime(Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a wait of %d ms, expected at most %d s".formatted(time.toMillis(), LONGEST.toSeconds()));
        }
    }

    @Override
    public FaultKind kind() {
        return KIND;
    }

    @Override
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("read", FaultParameter.written(read));
        parameters.put("write", FaultParameter.written(write));
        parameters.put("flush", FaultParameter.written(flush));
        return parameters;
    }

    @Override
    public Course begin(long seed) {
        return request -> Reaction.after(
                switch (request.kind()) {
                    case READ -> read;
                    case WRITE, TRIM, WRITE_ZEROES -> write;
                    case FLUSH -> flush;
                    default -> Duration.ZERO;
                });
    }
}
