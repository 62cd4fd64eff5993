package io.brownout.filesystem;

/**
 * A file, directory or something else of an ext4 file system.
 *
 * @param name within its directory; {@code /} for the root
 * @param size in bytes, as the inode says
 * @param mode kind and permissions, as in {@code st_mode}
 */
public record Ext4Entry(String name, long inode, Type type, long size, int mode) {
    /** What a name stands for. */
    public enum Type {
        /** A regular file. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** A symbolic link. */
        SYMBOLIC_LINK,
        /** A device, a pipe, a socket, or nothing that is known. */
        OTHER
    }

    static Ext4Entry of(String name, Ext4Inode inode) {
        Type type = inode.isFile()
                ? Type.FILE
                : inode.isDirectory() ? Type.DIRECTORY : inode.isSymbolicLink() ? Type.SYMBOLIC_LINK : Type.OTHER;
        return new Ext4Entry(name, inode.number(), type, inode.size(), inode.mode());
    }

    /** Says whether it is a directory. */
    public boolean isDirectory() {
        return type == Type.DIRECTORY;
    }
}
