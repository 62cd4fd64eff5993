package io.brownout.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Everything that somebody who uses a file system finds in it: names, kinds, permissions and contents, but neither where they lie nor when they were written. An ext4 journal counts as replayed. Two file systems with equal listings are the same to every program that only reads files.
 *
 * @param files what stands at each path, in a few words: kind, mode, size and a digest of its content
 * @param damage what could not be read and why; empty if everything could
 */
public record FileListing(SortedMap<String, String> files, Optional<String> damage) {
    /** The type byte of a Linux file system in a master boot record. */
    private static final int LINUX = 0x83;

    private static final int DEEPEST = 64;

    /** Copies the files. */
    public FileListing {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Lists the file system of a partition: ext4 if the partition table says Linux, else FAT. Reads every file once; a damaged file system is listed as far as it can be. */
    public static FileListing of(SectorView card, Partition partition) {
        SortedMap<String, String> files = new TreeMap<>();
        try {
            if (partition.type() == LINUX) {
                new Ext4Walk(card, Ext4Volume.open(card, partition).replayed(), files).walk("", 0);
            } else {
                new FatWalk(FatVolume.open(card, partition), files).walk("", 0);
            }
            return new FileListing(files, Optional.empty());
        } catch (FileSystemDamagedException e) {
            return new FileListing(files, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /** Says what stands at a path; empty if nothing does. */
    public Optional<String> at(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** Digests contents so that two that differ by chance are told apart: 64 bits of two unlike checks, both of which the processor computes itself. */
    private static final class Digest {
        private final Checksum first = new CRC32C();
        private final Checksum second = new CRC32();

        void add(byte[] bytes, int length) {
            first.update(bytes, 0, length);
            second.update(bytes, 0, length);
        }

        @Override
        public String toString() {
            return "%08x%08x".formatted(first.getValue(), second.getValue());
        }
    }

    private static String file(String kind, long size, Digest content) {
        return "%s, %d bytes, %s".formatted(kind, size, content);
    }

    private static Digest digest(byte[] content) {
        Digest digest = new Digest();
        digest.add(content, content.length);
        return digest;
    }

    private record FatWalk(FatVolume volume, SortedMap<String, String> files) {
        void walk(String directory, int depth) {
            for (FatEntry entry : volume.list(directory).orElseThrow()) {
                String path = directory + "/" + entry.name();
                if (!entry.isDirectory()) {
                    files.put(
                            path,
                            file("file", entry.size(), digest(volume.read(path).orElseThrow())));
                } else if (depth < DEEPEST) {
                    files.put(path, "directory");
                    walk(path, depth + 1);
                }
            }
        }
    }

    private record Ext4Walk(SectorView card, Ext4Volume volume, SortedMap<String, String> files) {
        void walk(String directory, int depth) {
            for (Ext4Entry entry :
                    volume.list(directory.isEmpty() ? "/" : directory).orElseThrow()) {
                String path = directory + "/" + entry.name();
                files.put(path, described(path, entry));
                if (entry.isDirectory() && depth < DEEPEST) {
                    walk(path, depth + 1);
                }
            }
        }

        private String described(String path, Ext4Entry entry) {
            String mode = "mode %o".formatted(entry.mode());
            return switch (entry.type()) {
                case FILE -> file(mode, entry.size(), content(path));
                case SYMBOLIC_LINK -> mode + " to " + volume.target(path).orElse("nowhere");
                case DIRECTORY, OTHER -> mode;
            };
        }

        private Digest content(String path) {
            return digest(volume.read(path).orElse("unreadable".getBytes(UTF_8)));
        }
    }
}
