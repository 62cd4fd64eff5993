package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.nbd.NbdAllocation;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where each sector of a card is kept: in the base, nowhere because it is zeroes, or in the content of one of the journals.
 *
 * <p>Two levels, and the lower one is copied on write only: {@link #fork} costs one array of references whatever has been written. A map that is no longer written to may be read by any thread; one that is, by the
 * holder of the card's lock.
 */
final class SectorMap extends PlacedSectors {
    private static final int LEAF_SHIFT = 10;
    private static final int LEAF_SECTORS = 1 << LEAF_SHIFT;
    private static final int LEAF_MASK = LEAF_SECTORS - 1;
    private static final int STORE_SHIFT = 44;
    private static final AtomicLong OWNERS = new AtomicLong();
    private static final Leaf ALL_ZERO = Leaf.zeroes();

    private final @Nullable Leaf[] leaves;
    private SegmentedFile[] stores;
    private long owner = OWNERS.incrementAndGet();

    /** A piece of the lower level; may be changed only by the map with the number it carries. */
    private static final class Leaf {
        private final long owner;
        private final long[] places;

        Leaf(long owner, long[] places) {
            this.owner = owner;
            this.places = places;
        }

        /** Returns one that belongs to no map, so that all can share it: without it a card that is given up as a whole would cost more than what it held. */
        static Leaf zeroes() {
            long[] places = new long[LEAF_SECTORS];
            Arrays.fill(places, ZERO);
            return new Leaf(0, places);
        }
    }

    private SectorMap(BaseContent base, long sectors, @Nullable Leaf[] leaves, SegmentedFile[] stores) {
        super(base, sectors);
        this.leaves = leaves;
        this.stores = stores;
    }

    /** Returns a map in which everything is as in the base. */
    static SectorMap of(BaseContent base, long sectors) {
        return new SectorMap(
                base,
                sectors,
                new @Nullable Leaf[Math.toIntExact((sectors + LEAF_MASK) >>> LEAF_SHIFT)],
                new SegmentedFile[0]);
    }

    /** Returns a copy with a life of its own. */
    SectorMap fork() {
        owner = OWNERS.incrementAndGet(); // From now on each of the two copies a leaf before it changes it.
        return new SectorMap(base(), sectors(), leaves.clone(), stores);
    }

    /** Takes in another file of contents; returns the number to give to {@link #put}. */
    int add(SegmentedFile store) {
        stores = Arrays.copyOf(stores, stores.length + 1);
        stores[stores.length - 1] = store;
        return stores.length - 1;
    }

    /** Says that sectors are kept one behind the other in a file of contents. */
    void put(long sector, int count, int store, long place) {
        long kept = (store + 1L) << STORE_SHIFT | place;
        for (int i = 0; i < count; i++) {
            long at = sector + i;
            writable(at)[(int) at & LEAF_MASK] = kept + (long) i * SECTOR_BYTES;
        }
    }

    /** Says that sectors are zeroes. */
    void putZeroes(long sector, long count) {
        long end = sector + count;
        for (long at = sector; at < end; ) {
            int from = (int) at & LEAF_MASK;
            int to = (int) Math.min(LEAF_SECTORS, from + end - at);
            if (to - from == LEAF_SECTORS) {
                leaves[(int) (at >>> LEAF_SHIFT)] = ALL_ZERO;
            } else {
                Arrays.fill(writable(at), from, to, ZERO);
            }
            at += to - from;
        }
    }

    private long[] writable(long sector) {
        int index = (int) (sector >>> LEAF_SHIFT);
        Leaf leaf = leaves[index];
        if (leaf == null) {
            leaf = new Leaf(owner, new long[LEAF_SECTORS]);
            leaves[index] = leaf;
        } else if (leaf.owner != owner) {
            leaf = new Leaf(owner, leaf.places.clone());
            leaves[index] = leaf;
        }
        return leaf.places;
    }

    @Override
    long place(long sector) {
        Leaf leaf = leaves[(int) (sector >>> LEAF_SHIFT)];
        return leaf == null ? BASE : leaf.places[(int) sector & LEAF_MASK];
    }

    @Override
    void copyKept(long place, MemorySegment target, long targetOffset, int bytes) {
        int store = (int) (place >>> STORE_SHIFT) - 1;
        stores[store].copyOut(place & ((1L << STORE_SHIFT) - 1), target, targetOffset, bytes);
    }

    /** Tells which stretches are known to be zeroes without looking at content: holes of the image, what lies behind its end, and what was given up or zeroed. */
    void allocation(long sector, long count, NbdAllocation.Listener listener) {
        long end = sector + count;
        for (long at = sector; at < end; ) {
            long next = Math.min(end, sameUntil(at));
            if (!listener.next((next - at) * SECTOR_BYTES, isHole(at) ? NbdAllocation.HOLE : NbdAllocation.DATA)) {
                return;
            }
            at = next;
        }
    }

    @Override
    public long sameUntil(long sector) {
        Leaf leaf = leaves[(int) (sector >>> LEAF_SHIFT)];
        if (leaf == null) {
            return Math.min((sector | LEAF_MASK) + 1, base().sameUntil(sector));
        }
        return leaf == ALL_ZERO ? (sector | LEAF_MASK) + 1 : sector + 1;
    }

    @Override
    public void changes(int most, Changes listener) {
        base().changes(most, listener);
        for (int index = 0; index < leaves.length; index++) {
            Leaf leaf = leaves[index];
            if (leaf != null) {
                changes(leaf, (long) index << LEAF_SHIFT, Math.min(most, LEAF_SECTORS), listener);
            }
        }
    }

    private static void changes(Leaf leaf, long first, int most, Changes listener) {
        for (int i = 0; i < LEAF_SECTORS; ) {
            int end = i;
            while (end < LEAF_SECTORS && end - i < most && leaf.places[end] != BASE) {
                end++;
            }
            if (end > i) {
                listener.changed(first + i, end - i);
            }
            i = Math.max(end, i + 1);
        }
    }
}
