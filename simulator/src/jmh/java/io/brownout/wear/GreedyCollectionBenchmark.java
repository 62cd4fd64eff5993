package io.brownout.wear;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to take a page at random in the steady state of the page map, its share of greedy collection included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GreedyCollectionBenchmark {
    private static final int PAGE = 4096;
    private static final int UNITS = 2000;

    @Param({"0.1", "0.3"})
    public double overProvisioning;

    private final SplittableRandom random = new SplittableRandom(1);
    private FlashGeometry geometry;
    private PageMap map;

    /** Writes until collection has found its pace. */
    @Setup
    public void age() {
        geometry = new FlashGeometry(PAGE, 256 * PAGE, UNITS, (int) (UNITS * overProvisioning), 1);
        map = new PageMap(geometry, Endurance.fixed(Integer.MAX_VALUE), 0);
        for (int write = 0; write < 4 * geometry.pages(); write++) {
            writePage();
        }
    }

    @Benchmark
    public boolean writePage() {
        return map.write((long) random.nextInt(geometry.pages()) * (PAGE / 512), PAGE / 512);
    }
}
