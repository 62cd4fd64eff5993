package io.brownout.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;
import java.util.List;

/**
 * What was measured of ours and of another, in the same unit, and what was aimed at.
 *
 * @param name what was done, for example {@code write 512B, depth 1}
 * @param oursName which of ours
 * @param ours our median
 * @param peerName which other
 * @param peer its median
 * @param ratio median of the rounds' ratios; above 1 ours is better
 * @param low lower end of the interval of the ratio
 * @param high upper end of it
 * @param confidence of the interval
 * @param rounds how often each was measured, in turns
 * @param goal the least ratio that is aimed at; 0 if it is only told
 */
@JsonPropertyOrder({
    "name",
    "oursName",
    "ours",
    "peer",
    "peerName",
    "unit",
    "ratio",
    "low",
    "high",
    "confidence",
    "rounds",
    "goal",
    "standing"
})
public record Comparison(
        String name,
        String oursName,
        double ours,
        String peerName,
        double peer,
        String unit,
        double ratio,
        double low,
        double high,
        double confidence,
        int rounds,
        double goal) {
    private static final double CERTAIN = 0.95;

    /** How a ratio stands to its goal. */
    public enum Standing {
        /** There is no goal. */
        TOLD,
        /** The median is at the goal or above. */
        MET,
        /** The median is below the goal, and the goal lies in the interval, or the rounds were too few: they cannot tell. */
        WITHIN_NOISE,
        /** The whole interval is below the goal, and there were rounds enough for it to mean something. */
        MISSED
    }

    /** Says how it stands. */
    public Standing standing() {
        if (goal == 0) {
            return Standing.TOLD;
        }
        if (ratio >= goal) {
            return Standing.MET;
        }
        return high >= goal || confidence < CERTAIN ? Standing.WITHIN_NOISE : Standing.MISSED;
    }

    /** Returns how much more or less ours takes than the other: the ratio turned round, for those who think in times. */
    @JsonIgnore
    public double cost() {
        return 1 / ratio;
    }

    /** Compares times, of which less is better: each of ours with the other's of the same round. */
    public static Comparison ofTimes(
            String name, String oursName, List<Duration> ours, String peerName, List<Duration> peer, double goal) {
        Rounds speeds = new Rounds();
        ours.forEach(time -> speeds.add(oursName, 1e9 / time.toNanos()));
        peer.forEach(time -> speeds.add(peerName, 1e9 / time.toNanos()));
        Comparison bySpeed = speeds.compare(name, oursName, peerName, "1/s", goal);
        return new Comparison(
                name,
                oursName,
                1 / bySpeed.ours,
                peerName,
                1 / bySpeed.peer,
                "s",
                bySpeed.ratio,
                bySpeed.low,
                bySpeed.high,
                bySpeed.confidence,
                bySpeed.rounds,
                goal);
    }
}
