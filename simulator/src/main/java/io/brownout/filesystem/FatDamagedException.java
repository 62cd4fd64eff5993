package io.brownout.filesystem;

/** Thrown when a FAT file system is none, or is so damaged that what was asked for cannot be read; the message says what is wrong. */
public final class FatDamagedException extends FileSystemDamagedException {
    FatDamagedException(String message) {
        super(message);
    }
}
