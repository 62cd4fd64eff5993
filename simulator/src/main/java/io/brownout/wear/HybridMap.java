package io.brownout.wear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Takes every write into a cache of one bit a cell first, and folds the cache's oldest unit into page-mapped flash when the cache is full: consumer flash as ConZone (2024) models it. What is overwritten while it is in the cache
 * never reaches the main flash. The two wear out by themselves, and the card with the first of them.
 */
public final class HybridMap implements TranslationModel {
    private static final int NONE = -1;

    private final FlashGeometry geometry;
    private final SlcCache cache;
    private final PageMap main;
    private final FlashPool pool;
    private final int pagesPerUnit;
    private final int[] placeOf;
    private final int[] pageAt;
    private final int[] queue;
    private int oldest;
    private int queued;
    private int unit = NONE;
    private int used;
    private long hostSectors;
    private boolean spent;

    /** Creates a full card with an empty cache. */
    public HybridMap(FlashGeometry geometry, Endurance endurance, SlcCache cache, long seed) {
        this.geometry = geometry;
        this.cache = cache;
        this.main = new PageMap(geometry, endurance, seed);
        this.pagesPerUnit = Math.max(1, geometry.pagesPerUnit() / cache.bitsPerCell());
        this.pool =
                new FlashPool(cache.units(), 0, geometry.pageBytes(), cache.endurance(), new SplittableRandom(~seed));
        this.placeOf = new int[geometry.pages()];
        this.pageAt = new int[cache.units() * pagesPerUnit];
        this.queue = new int[cache.units()];
        Arrays.fill(placeOf, NONE);
        Arrays.fill(pageAt, NONE);
    }

    @Override
    public String name() {
        return "hybrid";
    }

    @Override
    public boolean write(long sector, long sectors) {
        int last = (int) ((sector + sectors - 1) / geometry.pageSectors());
        for (int page = (int) (sector / geometry.pageSectors()); page <= last; page++) {
            if (!writePage(page)) {
                return false;
            }
        }
        hostSectors += sectors;
        return true;
    }

    private boolean writePage(int page) {
        if (spent || (unit == NONE && !openUnit())) {
            spent = true;
            return false;
        }
        forget(page);
        main.invalidate(page);
        int place = unit * pagesPerUnit + used++;
        placeOf[page] = place;
        pageAt[place] = page;
        pool.program(1);
        if (used == pagesPerUnit) {
            queue[(oldest + queued++) % queue.length] = unit;
            unit = NONE;
        }
        return true;
    }

    /** Takes a unit of the cache, after folding the oldest one if none is free. Says no if the cache or the flash behind it is worn out. */
    private boolean openUnit() {
        while (pool.freeUnits() == 0 && queued > 0) {
            int full = queue[oldest];
            oldest = (oldest + 1) % queue.length;
            queued--;
            if (!fold(full)) {
                return false;
            }
            pool.erase(full);
        }
        if (pool.freeUnits() == 0) {
            return false;
        }
        unit = pool.take();
        used = 0;
        return true;
    }

    private boolean fold(int full) {
        for (int place = full * pagesPerUnit; place < (full + 1) * pagesPerUnit; place++) {
            int page = pageAt[place];
            if (page != NONE) {
                forget(page);
                if (!main.writePage(page)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void forget(int page) {
        int place = placeOf[page];
        if (place != NONE) {
            placeOf[page] = NONE;
            pageAt[place] = NONE;
        }
    }

    @Override
    public void trim(long sector, long sectors) {
        int end = (int) ((sector + sectors) / geometry.pageSectors());
        for (int page = (int) Math.ceilDiv(sector, (long) geometry.pageSectors()); page < end; page++) {
            forget(page);
        }
        main.trim(sector, sectors);
    }

    @Override
    public long hostBytes() {
        return hostSectors * 512;
    }

    @Override
    public List<PoolWear> pools() {
        List<PoolWear> pools = new ArrayList<>(main.pools());
        pools.add(PoolWear.of("cache", pool, pagesPerUnit * geometry.pageBytes(), cache.endurance()));
        return pools;
    }
}
