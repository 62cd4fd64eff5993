package io.brownout.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;

/** The key of the local API: 32 hex digits, made at the first start and kept in the data folder for its owner's eyes only. Safe for any thread. */
final class ApiKey {
    private static final String FORM = "[0-9a-f]{32}";

    private final Path file;
    private final DeviceLog log;
    private String value;

    private ApiKey(Path file, DeviceLog log, String value) {
        this.file = file;
        this.log = log;
        this.value = value;
    }

    /** Reads it, or makes one; a folder that cannot be written to has one that lasts until the next start. */
    static ApiKey of(Path folder, DeviceLog log) {
        Path file = folder.resolve("api-key");
        try {
            if (Files.exists(file)) {
                String key = Files.readString(file).strip();
                if (key.matches(FORM)) {
                    return new ApiKey(file, log, key);
                }
            }
        } catch (IOException e) {
            log.event("api-key-unreadable", "error", e);
        }
        ApiKey key = new ApiKey(file, log, "");
        key.renew();
        return key;
    }

    synchronized String value() {
        return value;
    }

    /** Says whether somebody knows it, in a time that does not depend on how near he is. */
    boolean fits(String other) {
        return MessageDigest.isEqual(EngineSocket.bytes(other), EngineSocket.bytes(value()));
    }

    /** Makes another one; the old one is good for nothing from then on. */
    synchronized String renew() {
        value = Provisioning.invented(new SecureRandom());
        try {
            StateFile.replace(file, value + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            log.event("api-key-not-kept", "error", e);
        }
        return value;
    }
}
