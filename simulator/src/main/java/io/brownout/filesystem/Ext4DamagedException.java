package io.brownout.filesystem;

/** Thrown when an ext2, ext3 or ext4 file system is none, or is so damaged that what was asked for cannot be read; the message says what is wrong. */
public final class Ext4DamagedException extends FileSystemDamagedException {
    Ext4DamagedException(String message) {
        super(message);
    }
}
