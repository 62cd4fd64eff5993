package io.brownout.board;

/** One of the two root partitions that a host OS update alternates between. */
public enum Slot {
    /** The first root partition, number 2 of the card. */
    A(2),
    /** The second root partition, number 3 of the card. */
    B(3);

    private final int partition;

    Slot(int partition) {
        this.partition = partition;
    }

    /** Names a slot by its letter, for assertions that read well. */
    public static Slot slot(String letter) {
        return valueOf(letter);
    }

    /** Says which partition of the card it is; partitions count from 1. */
    public int partition() {
        return partition;
    }

    /** Returns the other slot. */
    public Slot other() {
        return this == A ? B : A;
    }
}
