package io.brownout.filesystem;

import io.brownout.board.UsageException;

/** Thrown when a FAT file system is none, or is so damaged that what was asked for cannot be read; the message says what is wrong. */
public final class FatDamagedException extends UsageException {
    private final String what;

    FatDamagedException(String message) {
        super(message);
        this.what = message;
    }

    String what() {
        return what;
    }
}
