package io.brownout.qemu;

import java.util.Optional;

/** The files of the partition that a board's firmware reads. */
@FunctionalInterface
interface BootFiles {
    /** Returns the content of a file, by its path from the root folder; empty if there is none. */
    Optional<byte[]> read(String path) throws BoardDarkException;
}
