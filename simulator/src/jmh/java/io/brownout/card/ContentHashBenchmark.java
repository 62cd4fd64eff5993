package io.brownout.card;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

/** What it costs to hash the content of a request, as every read and write does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ContentHashBenchmark {
    @Param({"512", "4096", "65536"})
    public int bytes;

    private MemorySegment content;

    /** Fills memory outside the heap, as a connection's buffer is. */
    @Setup
    public void fill() {
        content = Arena.ofAuto().allocate(bytes, Long.BYTES);
        SplittableRandom random = new SplittableRandom(1);
        for (long at = 0; at < bytes; at++) {
            content.set(ValueLayout.JAVA_BYTE, at, (byte) random.nextInt());
        }
    }

    @Benchmark
    public long hash() {
        return ContentHash.of(content, 0, bytes);
    }
}
