package io.brownout.nbd;

/** How a stretch of an export is kept: what the metadata context {@code base:allocation} tells. */
public enum NbdAllocation {
    /** Holds content that somebody has written. A write to it must not be refused with {@link NbdError#ENOSPC}. */
    DATA(0),
    /** Reads as zeroes and takes no room. */
    HOLE(NbdProtocol.STATE_HOLE | NbdProtocol.STATE_ZERO);

    private final int flags;

    NbdAllocation(int flags) {
        this.flags = flags;
    }

    int flags() {
        return flags;
    }

    /** Is told stretches, one behind the other. */
    @FunctionalInterface
    public interface Listener {
        /** Takes the next stretch, at least one sector long; false if it wants no more. */
        boolean next(long bytes, NbdAllocation allocation);
    }
}
