package io.brownout.qemu;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A card image that the user brings. It is looked at closely before anything starts, so that what is wrong with it is said in one line. */
public final class ImageFile {
    /** A guest that has no clock of its own and no image that names one starts here. */
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private static final int SECTOR = 512;
    private static final int TABLE = 446;
    private static final Map<String, String> PACKED = Map.of(
            "fd377a585a00", "compressed with xz; unpack it with: xz -dk",
            "1f8b", "compressed with gzip; unpack it with: gunzip -k",
            "28b52ffd", "compressed with zstd; unpack it with: zstd -d",
            "504b0304", "a zip archive; unpack it with: unzip",
            "514649fb", "a qcow2 disk; convert it with: qemu-img convert -O raw");

    private ImageFile() {}

    /** Looks at a raw card image; {@link UsageException} that says what is wrong if it is not one. Reads the whole file once, for its digest. */
    public static Image open(Path path) {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new UsageException("expected a card image at %s, found no file that can be read".formatted(path));
        }
        try {
            long size = Files.size(path);
            byte[] first = start(path);
            refusePacked(path, first);
            List<Image.ImagePartition> partitions = partitions(path, first, size);
            return new Image(
                    path.toString(),
                    "sha256:" + digest(path),
                    path,
                    EPOCH,
                    List.of(),
                    partitions,
                    Map.of(),
                    Optional.empty());
        } catch (IOException e) {
            throw new UsageException("cannot read the card image %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static byte[] start(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(SECTOR);
        }
    }

    private static void refusePacked(Path path, byte[] first) {
        String hex = HexFormat.of().formatHex(first);
        PACKED.forEach((magic, what) -> {
            if (hex.startsWith(magic)) {
                throw new UsageException("expected a raw card image, but %s is %s %s".formatted(path, what, path));
            }
        });
    }

    private static List<Image.ImagePartition> partitions(Path path, byte[] first, long size) {
        if (first.length < SECTOR || first[510] != 0x55 || first[511] != (byte) 0xaa) {
            throw new UsageException(
                    "%s is no card image: its first sector is not a master boot record (bytes 55 aa at 510)"
                            .formatted(path));
        }
        List<Image.ImagePartition> found = new ArrayList<>();
        ByteBuffer table = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 4; i++) {
            int at = TABLE + 16 * i;
            int type = Byte.toUnsignedInt(first[at + 4]);
            long start = Integer.toUnsignedLong(table.getInt(at + 8));
            long sectors = Integer.toUnsignedLong(table.getInt(at + 12));
            if (type == 0 || sectors == 0) {
                continue;
            }
            long end = (start + sectors) * SECTOR;
            if (end > size) {
                throw new UsageException(
                        "%s is truncated: its partition %d ends at byte %d, but the file has %d; get it again"
                                .formatted(path, i + 1, end, size));
            }
            found.add(new Image.ImagePartition(
                    i + 1, Optional.empty(), "partition-" + (i + 1), "0x%02x".formatted(type), start, sectors));
        }
        if (found.isEmpty()) {
            throw new UsageException("%s is no card image: its master boot record has no partition".formatted(path));
        }
        return found;
    }

    private static String digest(Path path) throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(path), sha256)) {
                byte[] buffer = new byte[1 << 20];
                while (in.read(buffer) >= 0) {
                    // Reading is what feeds the digest.
                }
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new HarnessException("this JVM lacks SHA-256", e);
        }
    }
}
