package io.brownout.nbd;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Gathers the descriptors of a BLOCK_STATUS: neighbours that are alike are one, and behind so many it has had enough; "NBD_REPLY_TYPE_BLOCK_STATUS" allows less than was asked for. */
final class NbdExtents implements NbdAllocation.Listener {
    static final int DESCRIPTOR_BYTES = 8;
    static final int MOST = 1 << 16;

    private final int most;
    private long[] lengths = new long[16];
    private NbdAllocation[] allocations = new NbdAllocation[16];
    private int count;

    NbdExtents(boolean onlyOne) {
        this.most = onlyOne ? 1 : MOST;
    }

    @Override
    public boolean next(long bytes, NbdAllocation allocation) {
        if (count > 0 && allocations[count - 1] == allocation) {
            lengths[count - 1] += bytes;
            return true;
        }
        if (count == most) {
            return false;
        }
        if (count == lengths.length) {
            lengths = Arrays.copyOf(lengths, 2 * count);
            allocations = Arrays.copyOf(allocations, 2 * count);
        }
        lengths[count] = bytes;
        allocations[count] = allocation;
        count++;
        return true;
    }

    int count() {
        return count;
    }

    /** A request has at most 32 bits of length, and so has each of its extents. */
    void encode(ByteBuffer output) {
        for (int i = 0; i < count; i++) {
            output.putInt((int) lengths[i]).putInt(allocations[i].flags());
        }
    }
}
