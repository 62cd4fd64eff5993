package io.brownout.wear;

import io.brownout.board.UsageException;
import java.util.SplittableRandom;

/**
 * How often a unit can be erased before it fails.
 *
 * @param cycles program and erase cycles: the limit of every unit, or the scale of the Weibull distribution that limits are drawn from, which 63 % of units have failed by
 * @param shape of that distribution; infinite if every unit has the same limit
 */
public record Endurance(int cycles, double shape) {
    /** Checks that a unit can be erased at all. */
    public Endurance {
        if (cycles < 1) {
            throw new UsageException("an endurance of %d cycles, expected at least 1".formatted(cycles));
        }
        if (!(shape > 0)) {
            throw new UsageException("a Weibull shape of %s, expected more than 0".formatted(shape));
        }
    }

    /** Returns that of flash whose units all fail after the same number of cycles. */
    public static Endurance fixed(int cycles) {
        return new Endurance(cycles, Double.POSITIVE_INFINITY);
    }

    /** Returns that of flash whose units fail early or late, the more alike the higher the shape is. */
    public static Endurance weibull(int cycles, double shape) {
        return new Endurance(cycles, shape);
    }

    /** Draws the limits of so many units. */
    int[] limits(int units, SplittableRandom random) {
        int[] limits = new int[units];
        for (int unit = 0; unit < units; unit++) {
            limits[unit] = Double.isInfinite(shape)
                    ? cycles
                    : Math.clamp(
                            Math.round(cycles * Math.pow(-Math.log1p(-random.nextDouble()), 1 / shape)),
                            1,
                            Integer.MAX_VALUE);
        }
        return limits;
    }
}
