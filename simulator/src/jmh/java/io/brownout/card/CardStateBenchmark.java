package io.brownout.card;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

/** What a request costs the card without a socket: hash, journal and map, on a card of 64 MiB that was written in requests of 4 KiB. A card of its own for each iteration, its journal on {@code java.io.tmpdir}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CardStateBenchmark {
    private static final long CARD_BYTES = 1L << 26;
    private static final int FILLED_AT_ONCE = 4096;

    @Param({"512", "4096", "65536", "1048576"})
    public int bytes;

    private TemporaryFolder folder;
    private CardState card;
    private MemorySegment content;
    private long number;
    private long offset;

    /** Fills a card. */
    @Setup(Level.Iteration)
    public void fill() {
        folder = TemporaryFolder.create();
        JournalWriter writer = JournalWriter.create(
                folder.path().resolve("journal"),
                "card",
                CARD_BYTES,
                new JournalBase.Blank(),
                InstantSource.system(),
                System::nanoTime);
        card = new CardState(SectorMap.of(new BlankBase(), CARD_BYTES / 512), writer, 1);
        content = Arena.ofAuto().allocate(Math.max(bytes, FILLED_AT_ONCE), Long.BYTES);
        SplittableRandom random = new SplittableRandom(1);
        for (long at = 0; at < content.byteSize(); at++) {
            content.set(ValueLayout.JAVA_BYTE, at, (byte) random.nextInt());
        }
        for (long at = 0; at < CARD_BYTES; at += FILLED_AT_ONCE) {
            write(at, FILLED_AT_ONCE);
        }
        offset = 0;
    }

    /** Removes it. */
    @TearDown(Level.Iteration)
    public void remove() {
        card.close();
        folder.close();
    }

    @Benchmark
    public MemorySegment readInOrder() {
        card.read(next(), bytes, content, 0);
        return content;
    }

    @Benchmark
    public void writeOfNewContentInOrder() {
        write(next(), bytes);
    }

    private void write(long at, int length) {
        content.set(ValueLayout.JAVA_LONG, 0, ++number);
        card.write(RequestKind.WRITE, false, at, content, 0, length);
    }

    private long next() {
        offset = (offset + bytes) % CARD_BYTES;
        return offset;
    }
}
