package io.brownout.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The tree of directories and files of an ext4 file system, and what is in them. Every method may throw {@link Ext4DamagedException}. */
final class Ext4Tree {
    private static final int MOST_LINKS = 40; // as in Linux, include/linux/namei.h, MAXSYMLINKS
    private static final int LARGEST_FILE = 1 << 30;

    private final Ext4Volume volume;
    private final Ext4Blocks blocks;

    Ext4Tree(Ext4Volume volume) {
        this.volume = volume;
        this.blocks = volume.blocks();
    }

    /** Says where a symbolic link leads. */
    String target(Ext4Inode link) {
        byte[] content = link.isFastLink() ? link.inlineContent() : content(link);
        return new String(content, UTF_8);
    }

    /** What is at the end of a path. */
    record Found(String name, Ext4Inode inode) {}

    /**
     * Walks a path from the root; empty if there is nothing.
     *
     * @param followLast whether a symbolic link at its end is followed; those on the way are
     */
    Optional<Found> resolve(String path, boolean followLast) {
        Deque<String> ahead = new ArrayDeque<>(parts(path));
        Deque<Found> walked = new ArrayDeque<>();
        walked.push(new Found("/", volume.inode(Ext4Inode.ROOT)));
        for (int links = 0; !ahead.isEmpty(); ) {
            String name = ahead.pop();
            if (name.equals("..")) {
                if (walked.size() > 1) {
                    walked.pop();
                }
                continue;
            }
            Optional<Ext4Inode> next = child(walked.element().inode, name);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            if (next.get().isSymbolicLink() && (followLast || !ahead.isEmpty())) {
                if (++links > MOST_LINKS) {
                    return Optional.empty();
                }
                String target = target(next.get());
                if (target.startsWith("/")) {
                    while (walked.size() > 1) {
                        walked.pop();
                    }
                }
                parts(target).reversed().forEach(ahead::push);
            } else {
                walked.push(new Found(name, next.get()));
            }
        }
        return Optional.of(walked.element());
    }

    private static List<String> parts(String path) {
        return Arrays.stream(path.split("/"))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
    }

    private Optional<Ext4Inode> child(Ext4Inode directory, String name) {
        return directory.isDirectory()
                ? names(directory).stream()
                        .filter(it -> it.text().equals(name))
                        .findFirst()
                        .map(it -> volume.inode(it.inode()))
                : Optional.empty();
    }

    /** Returns the names in a directory. */
    List<Ext4Directory.Name> names(Ext4Inode directory) {
        List<Ext4Directory.Name> names = new ArrayList<>();
        if (directory.isInline()) {
            return inlineNames(directory);
        }
        for (BlockRun run : volume.runs(directory)) {
            for (int i = 0; run.isContent() && run.written() && i < run.blocks(); i++) {
                names.addAll(Ext4Directory.names(blocks.read(run.block() + i, 1), 0, blocks.blockBytes()));
            }
        }
        return names;
    }

    /** A directory in its inode: the parent's number, entries up to the end of the pointers, and more in an attribute ({@code fs/ext4/inline.c}). */
    static List<Ext4Directory.Name> inlineNames(Ext4Inode directory) {
        byte[] content = directory.inlineContent();
        List<Ext4Directory.Name> names = new ArrayList<>(Ext4Directory.names(content, 4, Ext4Inode.POINTER_BYTES));
        if (content.length > Ext4Inode.POINTER_BYTES) {
            names.addAll(Ext4Directory.names(content, Ext4Inode.POINTER_BYTES, content.length));
        }
        return names;
    }

    /** Reads a file, or a symbolic link that is kept like one. */
    byte[] content(Ext4Inode file) {
        if (file.size() < 0 || file.size() > LARGEST_FILE) {
            throw new Ext4DamagedException("inode %d says that it has %d bytes, more than %d are not read here"
                    .formatted(file.number(), file.size(), LARGEST_FILE));
        }
        if (file.isInline()) {
            return Arrays.copyOf(file.inlineContent(), (int) file.size());
        }
        byte[] content = new byte[(int) file.size()];
        for (BlockRun run : volume.runs(file)) {
            long at = run.logical() * blocks.blockBytes();
            if (run.isContent() && run.written() && at < content.length) {
                long bytes = Math.min((long) run.blocks() * blocks.blockBytes(), content.length - at);
                int wanted = (int) Math.ceilDiv(bytes, blocks.blockBytes());
                System.arraycopy(blocks.read(run.block(), wanted), 0, content, (int) at, (int) bytes);
            }
        }
        return content;
    }
}
