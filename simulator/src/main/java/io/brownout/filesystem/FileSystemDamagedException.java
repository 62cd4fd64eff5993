package io.brownout.filesystem;

import io.brownout.board.UsageException;

/** Thrown when a file system is none, or is so damaged that what was asked for cannot be read; the message says what is wrong. */
public abstract sealed class FileSystemDamagedException extends UsageException
        permits FatDamagedException, Ext4DamagedException {
    private final String what;

    FileSystemDamagedException(String message) {
        super(message);
        this.what = message;
    }

    String what() {
        return what;
    }
}
