package io.brownout.qemu;

import io.brownout.board.HarnessException;
import io.brownout.device.SupervisorMain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The program that runs inside guests, packed from the classes of this very build: the room {@code io.brownout.device}, which needs nothing but the JDK. */
final class DeviceProgram {
    private static final String ROOM = "io/brownout/device/";
    /** The time of all that is in an image. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(2026, 1, 1, 0, 0);

    private DeviceProgram() {}

    /**
     * Returns its jar, put into the cache if it is not there; its name holds a digest of its content. Equal classes make equal jars: uncompressed, since the guest's CPU is slower than its card, in the order
     * of names, of one time.
     *
     * @throws HarnessException if it cannot be written
     */
    static Path packedIn(Path cache) {
        try {
            byte[] jar = jar(classes());
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(jar))
                    .substring(0, 16);
            Path folder = Files.createDirectories(cache.resolve("programs"));
            Path file = folder.resolve("device-" + digest + ".jar");
            if (!Files.exists(file)) {
                Path beside = Files.createTempFile(folder, "device-", ".new");
                Files.write(beside, jar);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return file;
        } catch (IOException e) {
            throw new HarnessException("cannot pack the device's program into %s: %s".formatted(cache, e), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Reads the classes from where this JVM has them: a folder of the build, or a jar. */
    private static Map<String, byte[]> classes() throws IOException {
        URI place = place();
        Path path = Path.of(place);
        if (Files.isDirectory(path)) {
            return classes(path);
        }
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
            return classes(jar.getPath("/"));
        }
    }

    private static URI place() {
        try {
            return SupervisorMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the JVM says where its classes are in a URL that is none", e);
        }
    }

    private static Map<String, byte[]> classes(Path root) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> files = Files.list(root.resolve(ROOM))) {
            for (Path file : files.toList()) {
                classes.put(ROOM + file.getFileName(), Files.readAllBytes(file));
            }
        }
        return classes;
    }

    private static byte[] jar(Map<String, byte[]> classes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : classes.entrySet()) {
                CRC32 checksum = new CRC32();
                checksum.update(file.getValue());
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(file.getValue().length);
                entry.setCrc(checksum.getValue());
                entry.setTimeLocal(EPOCH);
                jar.putNextEntry(entry);
                jar.write(file.getValue());
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
