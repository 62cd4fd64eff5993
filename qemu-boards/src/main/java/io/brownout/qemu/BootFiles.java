package io.brownout.qemu;

import java.util.Optional;

/** The files of the partition that a board's firmware reads. */
@FunctionalInterface
interface BootFiles {
    /** Returns the content of a file of the root folder; empty if there is none. */
    Optional<byte[]> read(String name) throws BoardDarkException;
}
