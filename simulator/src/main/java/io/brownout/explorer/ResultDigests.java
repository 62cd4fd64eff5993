package io.brownout.explorer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;

/** Digests what was found out, by its words: SHA-256. Remembers each object, since the same ones come again and again. For one thread. */
final class ResultDigests {
    private final IdentityHashMap<Object, byte[]> known = new IdentityHashMap<>();
    private final MessageDigest sha256;

    ResultDigests() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Digests some results, one for each aspect, in order. */
    String of(List<Object> results) {
        // The digest of one must be ready before the next begins: there is one that is fed.
        List<byte[]> each = results.stream().map(this::one).toList();
        each.forEach(sha256::update);
        return HexFormat.of().formatHex(sha256.digest());
    }

    private byte[] one(Object result) {
        return known.computeIfAbsent(result, it -> sha256.digest(it.toString().getBytes(UTF_8)));
    }
}
