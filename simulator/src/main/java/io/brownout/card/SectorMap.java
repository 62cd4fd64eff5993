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
 * <p>Three levels, of which the lower two are there only where something was written and are copied on write: a card of 32 GiB begins with 16 KiB, {@link #fork} costs as much whatever has been written, and a stretch of 32 KiB that was
 * written to, in whatever part, costs about 560 bytes. A map that is no longer written to may be read by any thread; one that is, by the holder of the card's lock.
 */
final class SectorMap extends PlacedSectors {
    private static final int LEAF_SHIFT = 6;
    private static final int LEAF_SECTORS = 1 << LEAF_SHIFT;
    private static final int LEAF_MASK = LEAF_SECTORS - 1;
    private static final int BRANCH_SHIFT = 14;
    private static final int BRANCH_SECTORS = 1 << BRANCH_SHIFT;
    private static final int BRANCH_MASK = BRANCH_SECTORS - 1;
    private static final int STORE_SHIFT = 44;
    private static final AtomicLong OWNERS = new AtomicLong();
    private static final Leaf ALL_ZERO = Leaf.zeroes();
    private static final Branch ALL_ZERO_BRANCH = Branch.zeroes();

    private final @Nullable Branch[] branches;
    private SegmentedFile[] stores;
    private long owner = OWNERS.incrementAndGet();

    /** A piece of the lowest level; may be changed only by the map with the number it carries. */
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

    /** A piece of the level above, with the same rule. */
    private static final class Branch {
        private final long owner;
        private final @Nullable Leaf[] leaves;

        Branch(long owner, @Nullable Leaf[] leaves) {
            this.owner = owner;
            this.leaves = leaves;
        }

        static Branch zeroes() {
            @Nullable Leaf[] leaves = new @Nullable Leaf[BRANCH_SECTORS / LEAF_SECTORS];
            Arrays.fill(leaves, ALL_ZERO);
            return new Branch(0, leaves);
        }

        @Nullable
        Leaf leaf(long sector) {
            return leaves[index(sector)];
        }

        static int index(long sector) {
            return (int) (sector & BRANCH_MASK) >>> LEAF_SHIFT;
        }
    }

    private SectorMap(BaseContent base, long sectors, @Nullable Branch[] branches, SegmentedFile[] stores) {
        super(base, sectors);
        this.branches = branches;
        this.stores = stores;
    }

    /** Returns a map in which everything is as in the base. */
    static SectorMap of(BaseContent base, long sectors) {
        return new SectorMap(
                base,
                sectors,
                new @Nullable Branch[Math.toIntExact((sectors + BRANCH_MASK) >>> BRANCH_SHIFT)],
                new SegmentedFile[0]);
    }

    /** Returns a copy with a life of its own. */
    SectorMap fork() {
        owner = OWNERS.incrementAndGet(); // From now on each of the two copies a piece before it changes it.
        return new SectorMap(base(), sectors(), branches.clone(), stores);
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
        long end = sector + count;
        for (long at = sector; at < end; ) {
            long[] places = writable(at);
            int to = (int) Math.min(LEAF_SECTORS, (at & LEAF_MASK) + end - at);
            for (int i = (int) at & LEAF_MASK; i < to; i++) {
                places[i] = kept;
                kept += SECTOR_BYTES;
            }
            at = (at | LEAF_MASK) + 1;
        }
    }

    /** Says that sectors are zeroes. */
    void putZeroes(long sector, long count) {
        long end = sector + count;
        for (long at = sector; at < end; ) {
            if ((at & BRANCH_MASK) == 0 && at + BRANCH_SECTORS <= end) {
                branches[(int) (at >>> BRANCH_SHIFT)] = ALL_ZERO_BRANCH;
                at += BRANCH_SECTORS;
            } else if ((at & LEAF_MASK) == 0 && at + LEAF_SECTORS <= end) {
                writableBranch(at).leaves[Branch.index(at)] = ALL_ZERO;
                at += LEAF_SECTORS;
            } else {
                int from = (int) at & LEAF_MASK;
                int to = (int) Math.min(LEAF_SECTORS, from + end - at);
                Arrays.fill(writable(at), from, to, ZERO);
                at += to - from;
            }
        }
    }

    private Branch writableBranch(long sector) {
        int index = (int) (sector >>> BRANCH_SHIFT);
        Branch branch = branches[index];
        if (branch == null) {
            branch = new Branch(owner, new @Nullable Leaf[BRANCH_SECTORS / LEAF_SECTORS]);
            branches[index] = branch;
        } else if (branch.owner != owner) {
            branch = new Branch(owner, branch.leaves.clone());
            branches[index] = branch;
        }
        return branch;
    }

    private long[] writable(long sector) {
        Branch branch = writableBranch(sector);
        Leaf leaf = branch.leaf(sector);
        if (leaf == null) {
            leaf = new Leaf(owner, new long[LEAF_SECTORS]);
            branch.leaves[Branch.index(sector)] = leaf;
        } else if (leaf.owner != owner) {
            leaf = new Leaf(owner, leaf.places.clone());
            branch.leaves[Branch.index(sector)] = leaf;
        }
        return leaf.places;
    }

    @Override
    long place(long sector) {
        Branch branch = branches[(int) (sector >>> BRANCH_SHIFT)];
        Leaf leaf = branch == null ? null : branch.leaf(sector);
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
        Branch branch = branches[(int) (sector >>> BRANCH_SHIFT)];
        if (branch == null) {
            return Math.min((sector | BRANCH_MASK) + 1, base().sameUntil(sector));
        }
        if (branch == ALL_ZERO_BRANCH) {
            return (sector | BRANCH_MASK) + 1;
        }
        Leaf leaf = branch.leaf(sector);
        if (leaf == null) {
            return Math.min((sector | LEAF_MASK) + 1, base().sameUntil(sector));
        }
        return leaf == ALL_ZERO ? (sector | LEAF_MASK) + 1 : sector + 1;
    }

    @Override
    public void changes(int most, Changes listener) {
        base().changes(most, listener);
        for (long at = nextChanged(0); at < sectors(); ) {
            int count = 1;
            while (count < most && at + count < sectors() && place(at + count) != BASE) {
                count++;
            }
            listener.changed(at, count);
            at = nextChanged(at + count);
        }
    }

    private long nextChanged(long from) {
        long at = from;
        while (at < sectors() && place(at) == BASE) {
            Branch branch = branches[(int) (at >>> BRANCH_SHIFT)];
            if (branch == null) {
                at = (at | BRANCH_MASK) + 1;
            } else {
                at = branch.leaf(at) == null ? (at | LEAF_MASK) + 1 : at + 1;
            }
        }
        return at;
    }
}
