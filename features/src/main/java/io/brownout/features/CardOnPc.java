package io.brownout.features;

import io.brownout.board.HarnessException;
import io.brownout.card.Card;
import io.brownout.card.CardHistory;
import io.brownout.card.StateId;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionRole;
import io.brownout.filesystem.PartitionRoles;
import io.brownout.filesystem.SectorView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A card that was taken out of its device and sits in a PC: a raw image file, worked on with the tools that a person would use.
 *
 * @param raw the image of the whole card
 * @param partitions where its partitions lie
 * @param roles which of them is for what
 * @param scratch a folder for files that are needed in between
 */
record CardOnPc(Path raw, List<Partition> partitions, PartitionRoles roles, Path scratch) {
    private static final int LINUX = 0x83;

    /** Something to look at on a copy of a card. */
    @FunctionalInterface
    interface Look<T> {
        T at(CardOnPc pc) throws IOException;
    }

    /** Something to do to a card, for example with files of a folder that is gone afterwards. */
    @FunctionalInterface
    interface Work {
        void on(CardOnPc pc, Path folder) throws IOException;
    }

    /** Changes a card. */
    static void edit(Card card, Work work) {
        card.edit(raw -> Folders.temporary(folder -> {
            work.on(
                    new CardOnPc(
                            raw, card.partitions(), card.roles(), Files.createDirectory(folder.resolve("scratch"))),
                    folder);
            return folder;
        }));
    }

    /** Looks at a copy of the card; the card itself stays as it is. */
    static <T> T copyOf(Card card, Look<T> look) {
        return copyOf(card, card::exportTo, look);
    }

    /** Looks at a copy of what a card held at a state of its history. */
    static <T> T copyOf(Card card, CardHistory history, StateId state, Look<T> look) {
        return copyOf(card, raw -> history.exportTo(state, raw), look);
    }

    private static <T> T copyOf(Card card, Consumer<Path> export, Look<T> look) {
        try {
            return Folders.temporary(folder -> {
                Path raw = folder.resolve("card.raw");
                export.accept(raw);
                return look.at(new CardOnPc(raw, card.partitions(), card.roles(), folder));
            });
        } catch (IOException e) {
            throw new HarnessException("a copy of the card could not be looked at: %s".formatted(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while looking at a copy of the card", e);
        }
    }

    /** Returns the label that the partition of a role has. */
    String label(PartitionRole role) {
        return roles.find(role, partitions).label();
    }

    private Partition partition(String label) {
        return partitions.stream()
                .filter(partition -> partition.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "expected a partition %s on the card, seen: %s".formatted(label, partitions)));
    }

    private static long bytes(long sectors) {
        return sectors * SectorView.SECTOR_BYTES;
    }

    /**
     * Returns a copy of an ext4 partition as a file of its own, its journal replayed as Linux does when it mounts. Made at the first call. (e2fsck can work inside of the card's image, but loses its
     * place there when it has replayed a journal.)
     */
    private Path ext4(String label) {
        Path file = scratch.resolve(label + ".ext4");
        if (!Files.exists(file)) {
            copyOut(label, file);
            HostTool.run(Set.of(0, 1), "e2fsck", "-p", "-E", "journal_only", file.toString());
        }
        return file;
    }

    private void copyOut(String label, Path file) {
        Partition partition = partition(label);
        HostTool.run(
                "dd",
                "if=" + raw,
                "of=" + file,
                "bs=1M",
                "conv=sparse",
                "iflag=skip_bytes,count_bytes",
                "skip=" + bytes(partition.firstSector()),
                "count=" + bytes(partition.sectors()));
    }

    private void putBack(String label) throws IOException {
        Path file = ext4(label);
        HostTool.run(
                "dd",
                "if=" + file,
                "of=" + raw,
                "bs=1M",
                "conv=notrunc",
                "oflag=seek_bytes",
                "seek=" + bytes(partition(label).firstSector()));
        Files.delete(file);
    }

    /** Puts a file onto a FAT partition, with its time, in place of one of the same name. */
    void putOnFat(String label, Path file, String name) {
        HostTool.run("mcopy", "-o", "-m", "-i", fat(label), file.toString(), "::" + name);
    }

    /** Removes a file from a FAT partition, where it must be. */
    void removeFromFat(String label, String name) {
        HostTool.run("mdel", "-i", fat(label), "::" + name);
    }

    /** Lists the root of a FAT partition, as mdir does, with what is free. */
    String list(String label) {
        return HostTool.run("mdir", "-i", fat(label), "::").text();
    }

    /** Returns what debugfs says of an ext4 file system as a whole. */
    String statisticsOfExt4(String label) throws IOException {
        return HostTool.run("debugfs", "-R", "stats -h", ext4(label).toString()).text();
    }

    private String fat(String label) {
        return raw + "@@" + bytes(partition(label).firstSector());
    }

    /** Removes a file from an ext4 partition. */
    void removeFromExt4(String label, String path) throws IOException {
        changeExt4(label, "rm " + path);
        if (existsOnExt4(label, path)) {
            throw new HarnessException(
                    "expected debugfs to remove %s from %s, it is still there".formatted(path, label));
        }
        putBack(label);
    }

    /** Makes a symbolic link on an ext4 partition, where nothing may be of its name. */
    void linkOnExt4(String label, String path, String target) throws IOException {
        changeExt4(label, "symlink %s %s".formatted(path, target));
        if (!existsOnExt4(label, path)) {
            throw new HarnessException(
                    "expected debugfs to make the link %s on %s, it is not there".formatted(path, label));
        }
        putBack(label);
    }

    /** Sets the time of a file's last change, in seconds since 1970. */
    void setTimeOnExt4(String label, String path, long seconds) throws IOException {
        changeExt4(label, "set_inode_field %s mtime @%d".formatted(path, seconds));
        putBack(label);
    }

    /** Leaves an ext4 file system as a kernel does that has met an error in it: marked (EXT4_ERROR_FS beside EXT4_VALID_FS in the superblock's state), and with a count that is off. */
    void leaveWithErrors(String label) throws IOException {
        changeExt4(label, "set_super_value free_inodes_count 7");
        changeExt4(label, "set_super_value state 3");
        putBack(label);
    }

    private void changeExt4(String label, String command) {
        HostTool.run("debugfs", "-w", "-R", command, ext4(label).toString());
    }

    /** Makes a folder on a FAT partition; one that is there already stays. */
    void makeFolderOnFat(String label, String name) {
        HostTool.run(
                Set.of(0, 1),
                "mmd",
                "-D",
                "s",
                "-i",
                raw + "@@" + bytes(partition(label).firstSector()),
                "::" + name);
    }

    /** Writes files into a folder of an ext4 partition, in place of those of the same names. */
    void putOnExt4(String label, String folder, Map<String, Path> files) throws IOException {
        List<String> commands = new ArrayList<>();
        String within = folder.equals("/") ? "" : folder;
        if (!within.isEmpty()) { // For the root debugfs would make a folder without a name.
            commands.add("mkdir " + folder);
        }
        files.forEach((name, file) -> {
            commands.add("rm %s/%s".formatted(within, name));
            commands.add("write %s %s/%s".formatted(file, within, name));
        });
        Path script = scratch.resolve("debugfs-commands");
        HostTool.run(
                "debugfs",
                "-w",
                "-f",
                Files.write(script, commands).toString(),
                ext4(label).toString());
        Files.delete(script);
        for (Map.Entry<String, Path> entry : files.entrySet()) {
            verifyWritten(label, within + "/" + entry.getKey(), entry.getValue());
        }
        putBack(label);
    }

    /** The exit code of debugfs does not tell whether a command worked. */
    private void verifyWritten(String label, String path, Path file) throws IOException {
        byte[] written = fileOnExt4(label, path).orElse(new byte[0]);
        if (!Arrays.equals(written, Files.readAllBytes(file))) {
            throw new HarnessException(
                    "expected %s on %s to hold %d bytes after writing it, seen: %d; is that file system full?"
                            .formatted(path, label, Files.size(file), written.length));
        }
    }

    /** Reads a file of an ext4 partition whole; empty if there is none. */
    Optional<byte[]> fileOnExt4(String label, String path) throws IOException {
        Path copy = scratch.resolve("copied-out");
        HostTool.run(
                "debugfs", "-R", "dump %s %s".formatted(path, copy), ext4(label).toString());
        try {
            return Files.exists(copy) && existsOnExt4(label, path)
                    ? Optional.of(Files.readAllBytes(copy))
                    : Optional.empty();
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** Copies a folder of an ext4 partition with all that it holds into a folder here, which it makes; nothing happens if there is none. */
    void copyFolderFromExt4(String label, String path, Path into) throws IOException {
        if (existsOnExt4(label, path)) {
            HostTool.run(
                    "debugfs",
                    "-R",
                    "rdump %s %s".formatted(path, Files.createDirectories(into)),
                    ext4(label).toString());
        }
    }

    /** Says whether there is something at a path of an ext4 partition. */
    boolean existsOnExt4(String label, String path) {
        return HostTool.run("debugfs", "-R", "stat " + path, ext4(label).toString())
                .text()
                .contains("Inode:");
    }

    /** Checks every file system without changing it; returns what is wrong. */
    List<String> damage() {
        return partitions.stream()
                .flatMap(partition -> partition.type() == LINUX
                        ? damageOfExt4(partition.label())
                        : FatCheck.isFat(partition) ? damageOfFat(partition.label()) : Stream.empty())
                .toList();
    }

    private Stream<String> damageOfExt4(String label) {
        HostTool.Result check =
                HostTool.run(Set.of(0, 4), "e2fsck", "-f", "-n", ext4(label).toString());
        return check.exitCode() == 0
                ? Stream.empty()
                : Stream.of(label + ": " + check.text().strip().replace("\n", "; "));
    }

    private Stream<String> damageOfFat(String label) {
        Path file = scratch.resolve(label + ".fat");
        copyOut(label, file);
        List<String> found = FatCheck.damage(file);
        return found.isEmpty() ? Stream.empty() : Stream.of(label + ": " + String.join("; ", found));
    }
}
