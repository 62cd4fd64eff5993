package io.brownout.card;

/** Makes one number out of several, each of which changes all of it: the seeds of independent choices. */
final class Mix {
    private Mix() {}

    static long of(long... values) {
        long mixed = 0;
        for (long value : values) {
            mixed = scramble(mixed + 0x9E3779B97F4A7C15L ^ value);
        }
        return mixed;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014). */
    private static long scramble(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
