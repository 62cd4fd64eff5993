package io.brownout.bench;

import java.util.Arrays;
import java.util.List;

/**
 * A median with the interval in which the true one lies, by order statistics, so without any assumption of how the values are spread (David and Nagaraja, Order Statistics, section 7.1).
 *
 * @param confidence the least probability that the interval holds the true median; below 0.95 where there are fewer than six values
 */
public record Interval(double low, double median, double high, double confidence) {
    private static final double OUTSIDE = 0.05;

    /** Works it out from some values, one at least. */
    static Interval of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("the median of no values");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int n = sorted.length;
        // P(fewer than k of n values lie below the median), for k = 1, is 2^-n; the interval is from the k-th smallest
        // to the k-th largest.
        double below = Math.pow(2, -n);
        double chance = below;
        int k = 1;
        while (true) {
            chance = chance * (n - k + 1) / k;
            if (2 * (below + chance) > OUTSIDE || 2 * (k + 1) > n) {
                break;
            }
            below += chance;
            k++;
        }
        return new Interval(sorted[k - 1], median(sorted), sorted[n - k], 1 - 2 * below);
    }

    /** Returns the value in the middle; of an even number, the mean of the two in the middle. */
    static double median(List<Double> values) {
        return median(values.stream().mapToDouble(Double::doubleValue).sorted().toArray());
    }

    private static double median(double[] sorted) {
        int n = sorted.length;
        return Arrays.stream(sorted, (n - 1) / 2, n / 2 + 1).average().orElseThrow();
    }
}
