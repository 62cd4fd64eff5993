package io.brownout.filesystem;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The paths of inodes, by the last name that a directory has given to each; a name that is taken away stays, so that what is deleted keeps its path. */
final class InodeNames {
    private static final int DEEPEST = 256;

    private record Link(long parent, String name) {}

    private final Map<Long, Link> links = new HashMap<>();

    void put(long inode, long parent, String name) {
        links.put(inode, new Link(parent, name));
    }

    /** Returns the path; the number in angle brackets, as debugfs writes it, where none is known. */
    String path(long inode) {
        if (inode == Ext4Inode.ROOT) {
            return "/";
        }
        Deque<String> names = new ArrayDeque<>();
        long at = inode;
        while (at != Ext4Inode.ROOT && names.size() < DEEPEST) {
            Link link = links.get(at);
            if (link == null) {
                names.push("<" + at + ">");
                return String.join("/", names);
            }
            names.push(link.name());
            at = link.parent();
        }
        return "/" + String.join("/", names);
    }
}
