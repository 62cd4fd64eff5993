package io.brownout.fleet;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords, of which the database has only slow hashes: PBKDF2 with HMAC-SHA-512, as {@code iterations:salt:hash}. Safe for any thread. */
final class Passwords {
    /** OWASP's figure for this hash: a quarter of a second of one core. */
    private static final int ITERATIONS = 210_000;

    private static final int BITS = 256;

    private Passwords() {}

    static String hash(String password) {
        String salt = Keys.random();
        return "%d:%s:%s".formatted(ITERATIONS, salt, HexFormat.of().formatHex(derived(password, ITERATIONS, salt)));
    }

    static boolean matches(String password, String hash) {
        String[] parts = hash.split(":");
        return MessageDigest.isEqual(
                HexFormat.of().parseHex(parts[2]), derived(password, Integer.parseInt(parts[0]), parts[1]));
    }

    private static byte[] derived(String password, int iterations, String salt) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), HexFormat.of().parseHex(salt), iterations, BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2 since 8", e);
        } finally {
            spec.clearPassword();
        }
    }
}
