package io.brownout.card;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to note where sectors are kept, and to read them, on a card of 1 GiB of which 64 MiB are written. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SectorMapBenchmark {
    private static final int SECTOR_BYTES = 512;
    private static final int CARD_SECTORS = 1 << 21;
    private static final int WRITTEN = 1 << 17;

    @Param({"1", "8", "128", "2048"})
    public int sectors;

    private final SplittableRandom random = new SplittableRandom(1);
    private TemporaryFolder folder;
    private SegmentedFile store;
    private SectorMap map;
    private int number;
    private MemorySegment target;
    private int next;

    /** Writes the first sectors one by one, as a Pi does. */
    @Setup
    public void write() {
        folder = TemporaryFolder.create();
        Path file = folder.path().resolve("content");
        store = SegmentedFile.create(file, JournalLayout.CONTENT_SHIFT);
        store.ensure((long) WRITTEN * SECTOR_BYTES);
        map = SectorMap.of(new BlankBase(), CARD_SECTORS);
        number = map.add(store);
        for (int sector = 0; sector < WRITTEN; sector++) {
            map.put(sector, 1, number, (long) sector * SECTOR_BYTES);
        }
        target = Arena.ofAuto().allocate((long) sectors * SECTOR_BYTES, Long.BYTES);
    }

    /** Removes them. */
    @TearDown
    public void remove() {
        store.close();
        folder.close();
    }

    @Benchmark
    public void put() {
        map.put(within(), sectors, number, 0);
    }

    @Benchmark
    public MemorySegment copyOutInOrder() {
        map.copyOut(within(), sectors, target, 0);
        return target;
    }

    @Benchmark
    public MemorySegment copyOutAnywhere() {
        map.copyOut(random.nextInt(WRITTEN - sectors), sectors, target, 0);
        return target;
    }

    private int within() {
        next = (next + sectors) % (WRITTEN - sectors);
        return next;
    }
}
