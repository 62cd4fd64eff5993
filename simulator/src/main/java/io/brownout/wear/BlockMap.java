package io.brownout.wear;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Maps whole units, and has a few of them open at a time: a write elsewhere closes the one that was written least recently, for which the rest of it must be copied. The simple SD card that flashbench describes, and the upper
 * end of the bracket: in the worst case, with 4 KiB in each unit of 4 MiB, it writes 1,024 times what the host does.
 *
 * <p>An open unit is a fresh one that pages are appended to, in any order. If no page came twice, what is missing is copied behind them and the old unit is erased. If one did, there is no room left for that: everything is copied
 * once more, and two are erased. A controller that can only append in the order of addresses closes the unit at every step back.
 */
public final class BlockMap implements TranslationModel {
    private static final int NONE = -1;

    private final FlashGeometry geometry;
    private final Endurance endurance;
    private final boolean inOrderOnly;
    private final int pagesPerUnit;
    private final FlashPool pool;
    private final int[] placeOf;
    private final int[] slotOf;
    private final int[] closings;
    private final BitSet valid;
    private final OpenUnit[] open;
    private long uses;
    private long hostSectors;
    private boolean spent;

    /** A unit that is being filled. */
    private static final class OpenUnit {
        private final BitSet pages = new BitSet();
        private int unit = NONE;
        private int place;
        private int appended;
        private long lastUse;
    }

    /** Creates a full card whose units can be filled in any order. */
    public BlockMap(FlashGeometry geometry, Endurance endurance, long seed) {
        this(geometry, endurance, seed, false);
    }

    /**
     * Creates a full card.
     *
     * @param inOrderOnly whether the controller can only fill a unit in the order of addresses
     */
    public BlockMap(FlashGeometry geometry, Endurance endurance, long seed, boolean inOrderOnly) {
        this.geometry = geometry;
        this.endurance = endurance;
        this.inOrderOnly = inOrderOnly;
        this.pagesPerUnit = geometry.pagesPerUnit();
        this.pool = new FlashPool(
                geometry.allUnits(), geometry.units(), geometry.pageBytes(), endurance, new SplittableRandom(seed));
        this.placeOf = new int[geometry.units()];
        this.slotOf = new int[geometry.units()];
        this.closings = new int[geometry.units()];
        this.valid = new BitSet(geometry.pages());
        this.open = new OpenUnit[geometry.openUnits()];
        Arrays.setAll(placeOf, unit -> unit);
        Arrays.fill(slotOf, NONE);
        Arrays.setAll(open, slot -> new OpenUnit());
        valid.set(0, geometry.pages());
    }

    @Override
    public String name() {
        return "block-map";
    }

    @Override
    public boolean write(long sector, long sectors) {
        int last = (int) ((sector + sectors - 1) / geometry.pageSectors());
        for (int page = (int) (sector / geometry.pageSectors()); page <= last; page++) {
            if (spent || !append(page)) {
                spent = true;
                return false;
            }
        }
        hostSectors += sectors;
        return true;
    }

    private boolean append(int page) {
        int unit = page / pagesPerUnit;
        int within = page % pagesPerUnit;
        int slot = slotOf[unit];
        if (slot != NONE && mustClose(open[slot], within)) {
            if (!close(open[slot])) {
                return false;
            }
            slot = NONE;
        }
        if (slot == NONE) {
            slot = open(unit);
            if (slot == NONE) {
                return false;
            }
        }
        OpenUnit it = open[slot];
        it.pages.set(within);
        it.appended++;
        it.lastUse = ++uses;
        valid.set(page);
        pool.program(1);
        return true;
    }

    private boolean mustClose(OpenUnit it, int within) {
        return it.appended == pagesPerUnit || (inOrderOnly && within < it.pages.length());
    }

    /** Opens a unit; closes another if there are as many as the controller can have. Returns -1 if no unit is left. */
    private int open(int unit) {
        int slot = 0;
        for (int other = 1; other < open.length && open[slot].unit != NONE; other++) {
            if (open[other].unit == NONE || open[other].lastUse < open[slot].lastUse) {
                slot = other;
            }
        }
        OpenUnit it = open[slot];
        if ((it.unit != NONE && !close(it)) || pool.freeUnits() == 0) {
            return NONE;
        }
        it.unit = unit;
        it.place = pool.take();
        it.appended = 0;
        it.pages.clear();
        slotOf[unit] = slot;
        return slot;
    }

    /** Closes a unit. Returns false if that takes a unit that is not there. */
    private boolean close(OpenUnit it) {
        int begin = it.unit * pagesPerUnit;
        int needed = valid.get(begin, begin + pagesPerUnit).cardinality();
        int there = it.pages.cardinality();
        int old = placeOf[it.unit];
        if (it.appended == there) {
            pool.program(needed - there);
            placeOf[it.unit] = it.place;
        } else {
            if (pool.freeUnits() == 0) {
                return false;
            }
            placeOf[it.unit] = pool.take();
            pool.program(needed);
            pool.erase(it.place);
        }
        pool.erase(old);
        closings[it.unit]++;
        slotOf[it.unit] = NONE;
        it.unit = NONE;
        return true;
    }

    @Override
    public void trim(long sector, long sectors) {
        int end = (int) ((sector + sectors) / geometry.pageSectors());
        for (int page = (int) Math.ceilDiv(sector, (long) geometry.pageSectors()); page < end; page++) {
            int slot = slotOf[page / pagesPerUnit];
            // What is in an open unit already stays there until it is closed.
            if (slot == NONE || !open[slot].pages.get(page % pagesPerUnit)) {
                valid.clear(page);
            }
        }
    }

    @Override
    public long hostBytes() {
        return hostSectors * 512;
    }

    /** Returns how often each unit of the host's addresses has been closed and copied until now: unlike erases, this says where on the card the wear comes from. */
    public int[] closings() {
        return closings.clone();
    }

    @Override
    public List<PoolWear> pools() {
        return List.of(PoolWear.of("main", pool, geometry.unitBytes(), endurance));
    }
}
