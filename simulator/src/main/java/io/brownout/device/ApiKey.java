package io.brownout.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The key of the local API: 32 hex digits, made at the first start and kept in the data folder for its owner's eyes only. */
final class ApiKey {
    private static final String FORM = "[0-9a-f]{32}";

    private ApiKey() {}

    /** Reads it, or makes one; a folder that cannot be written to has one that lasts until the next start. */
    static String of(Path folder, DeviceLog log) {
        Path file = folder.resolve("api-key");
        try {
            if (Files.exists(file)) {
                String key = Files.readString(file).strip();
                if (key.matches(FORM)) {
                    return key;
                }
            }
            String key = random();
            StateFile.replace(file, key + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return key;
        } catch (IOException e) {
            log.event("api-key-not-kept", "error", e);
            return random();
        }
    }

    private static String random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
