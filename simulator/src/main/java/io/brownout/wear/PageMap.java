package io.brownout.wear;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Maps every page by itself, and collects the unit with the fewest valid pages when free units run out (greedy). The ideal that solid-state drives come near and few cards do: the lower end of the bracket.
 *
 * <p>For uniform random writes its write amplification is {@code a / (a + W(-a e^-a))} with {@code a} = 1 + over-provisioning and Lambert's W (Xiang and Kurkoski, "An Improved Analytic Expression for Write Amplification in NAND
 * Flash", 2011); a test holds it to that.
 */
public final class PageMap implements TranslationModel {
    private static final int NONE = -1;
    /** A unit for the host's writes, one for what is collected. */
    private static final int LOW_WATER = 2;

    private final FlashGeometry geometry;
    private final Endurance endurance;
    private final int pagesPerUnit;
    private final FlashPool pool;
    private final ClosedUnits closed;
    private final int[] placeOf;
    private final int[] pageAt;
    private final int[] valid;
    private final Frontier host = new Frontier();
    private final Frontier collected = new Frontier();
    private long hostSectors;
    private boolean spent;

    /** A unit that is being filled. */
    private static final class Frontier {
        private int unit = NONE;
        private int used;
    }

    /** Creates a full card. */
    public PageMap(FlashGeometry geometry, Endurance endurance, long seed) {
        this.geometry = geometry;
        this.endurance = endurance;
        this.pagesPerUnit = geometry.pagesPerUnit();
        this.pool = new FlashPool(
                geometry.allUnits(), geometry.units(), geometry.pageBytes(), endurance, new SplittableRandom(seed));
        this.closed = new ClosedUnits(geometry.allUnits(), pagesPerUnit);
        this.placeOf = new int[geometry.pages()];
        this.pageAt = new int[geometry.allUnits() * pagesPerUnit];
        this.valid = new int[geometry.allUnits()];
        Arrays.setAll(placeOf, page -> page);
        Arrays.setAll(pageAt, place -> place < placeOf.length ? place : NONE);
        for (int unit = 0; unit < geometry.units(); unit++) {
            valid[unit] = pagesPerUnit;
            closed.add(unit, pagesPerUnit);
        }
    }

    @Override
    public String name() {
        return "page-map";
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

    /** Takes one page, for the host or from a cache in front. */
    boolean writePage(int page) {
        if (spent || !reclaim()) {
            spent = true;
            return false;
        }
        invalidate(page);
        program(page, host);
        return true;
    }

    @Override
    public void trim(long sector, long sectors) {
        int end = (int) ((sector + sectors) / geometry.pageSectors());
        for (int page = (int) Math.ceilDiv(sector, (long) geometry.pageSectors()); page < end; page++) {
            invalidate(page);
        }
    }

    /** Forgets where a page was. */
    void invalidate(int page) {
        int place = placeOf[page];
        if (place == NONE) {
            return;
        }
        placeOf[page] = NONE;
        pageAt[place] = NONE;
        int unit = place / pagesPerUnit;
        valid[unit]--;
        closed.valid(unit, valid[unit]);
    }

    private void program(int page, Frontier frontier) {
        if (frontier.unit == NONE) {
            frontier.unit = pool.take();
            frontier.used = 0;
        }
        int place = frontier.unit * pagesPerUnit + frontier.used++;
        placeOf[page] = place;
        pageAt[place] = page;
        valid[frontier.unit]++;
        pool.program(1);
        if (frontier.used == pagesPerUnit) {
            closed.add(frontier.unit, valid[frontier.unit]);
            frontier.unit = NONE;
        }
    }

    /** Makes sure that there is room for a page. Says no when nothing can be gained any more. */
    private boolean reclaim() {
        if (host.unit != NONE) {
            return true;
        }
        while (pool.freeUnits() < LOW_WATER) {
            int victim = closed.fewestValid();
            if (victim == NONE || valid[victim] == pagesPerUnit || !hasRoomFor(valid[victim])) {
                return false;
            }
            collect(victim);
        }
        return true;
    }

    private boolean hasRoomFor(int pages) {
        int open = collected.unit == NONE ? 0 : pagesPerUnit - collected.used;
        return pages <= open + pool.freeUnits() * pagesPerUnit;
    }

    private void collect(int victim) {
        closed.remove(victim);
        int begin = victim * pagesPerUnit;
        for (int place = begin; place < begin + pagesPerUnit; place++) {
            int page = pageAt[place];
            if (page != NONE) {
                pageAt[place] = NONE;
                program(page, collected);
            }
        }
        valid[victim] = 0;
        pool.erase(victim);
    }

    @Override
    public long hostBytes() {
        return hostSectors * 512;
    }

    @Override
    public List<PoolWear> pools() {
        return List.of(PoolWear.of("main", pool, geometry.unitBytes(), endurance));
    }
}
