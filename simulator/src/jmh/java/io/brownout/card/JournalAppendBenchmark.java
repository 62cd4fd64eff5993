package io.brownout.card;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to append a request to a journal: a read of a known hash, a write of content never seen, a write of content that is there already. A journal of its own for each iteration, on {@code java.io.tmpdir}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JournalAppendBenchmark {
    @Param({"512", "4096", "65536"})
    public int bytes;

    private TemporaryFolder folder;
    private JournalWriter writer;
    private MemorySegment content;
    private long number;

    /** Begins a journal. */
    @Setup(Level.Iteration)
    public void begin() {
        folder = TemporaryFolder.create();
        Path place = folder.path().resolve("journal");
        writer = JournalWriter.create(
                place, "card", 1L << 30, new JournalBase.Blank(), InstantSource.system(), System::nanoTime);
        content = Arena.ofAuto().allocate(bytes, Long.BYTES);
        SplittableRandom random = new SplittableRandom(1);
        for (long at = 0; at < bytes; at++) {
            content.set(ValueLayout.JAVA_BYTE, at, (byte) random.nextInt());
        }
    }

    /** Removes it. */
    @TearDown(Level.Iteration)
    public void remove() {
        writer.close();
        folder.close();
    }

    @Benchmark
    public void read() {
        writer.append(RequestKind.READ, false, 0, bytes, 1);
    }

    @Benchmark
    public long writeOfNewContent() {
        content.set(ValueLayout.JAVA_LONG, 0, ++number);
        return writer.append(RequestKind.WRITE, false, 0, content, 0, bytes);
    }

    @Benchmark
    public long writeOfKnownContent() {
        return writer.append(RequestKind.WRITE, false, 0, content, 0, bytes);
    }
}
