package io.brownout.filesystem;

import io.brownout.board.Slot;

/** What a partition of a device with two roots is for, whatever its label is. */
public enum PartitionRole {
    /** The FAT that firmware and boot loader read. */
    BOOT,
    /** The root of slot A. */
    ROOT_A,
    /** The root of slot B. */
    ROOT_B,
    /** What the operating system keeps over updates. */
    STATE,
    /** What belongs to the device's user and its apps. */
    DATA;

    /** Returns the role of a slot's root. */
    public static PartitionRole root(Slot slot) {
        return switch (slot) {
            case A -> ROOT_A;
            case B -> ROOT_B;
        };
    }
}
