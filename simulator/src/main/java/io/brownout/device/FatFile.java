package io.brownout.device;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A file on a FAT that outlives a power cut, by the OS's own rules: a rename is not atomic there, so a whole copy {@code .NAME.RANDOM8.MD5.md5sum} lies beside the file until the file itself is whole, and a
 * reader prefers a copy whose digest is the one in its name. The OS's {@code fatrw} reads, finishes and discards the same copies.
 */
record FatFile(Path file) {
    /** Reads it. */
    String read() throws IOException {
        for (Path copy : leftovers(".md5sum")) {
            String text = Files.readString(copy);
            if (digest(text).equals(digestInName(copy))) {
                return text;
            }
        }
        return Files.readString(file);
    }

    /** Puts new content in place: whenever the power goes, {@link #read} returns the old one or the new one. */
    void write(String text, RandomGenerator random) throws IOException {
        for (Path leftover : leftovers("")) {
            Files.delete(leftover);
        }
        String stem =
                "." + file.getFileName() + "." + HexFormat.of().toHexDigits(random.nextInt()) + "." + digest(text);
        Path copy = file.resolveSibling(stem + ".md5sum");
        Path temporary = file.resolveSibling(stem + ".tmp");
        put(copy, text);
        put(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(file);
        syncFolder();
        Files.delete(copy);
        syncFolder();
    }

    private void put(Path place, String text) throws IOException {
        Files.writeString(place, text);
        sync(place);
        syncFolder();
    }

    private static void sync(Path place) throws IOException {
        try (FileChannel channel = FileChannel.open(place, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private void syncFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private List<Path> leftovers(String end) throws IOException {
        List<Path> found = new ArrayList<>();
        String begin = "." + file.getFileName() + ".";
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(
                Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow())) {
            for (Path path : folder) {
                String name = path.getFileName().toString();
                if (name.startsWith(begin)
                        && (name.endsWith(".md5sum") || name.endsWith(".tmp"))
                        && name.endsWith(end)) {
                    found.add(path);
                }
            }
        }
        return found;
    }

    private static String digestInName(Path copy) {
        String name = copy.getFileName().toString();
        String stem = name.substring(0, name.length() - ".md5sum".length());
        return stem.substring(stem.lastIndexOf('.') + 1);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
