package io.brownout.fleet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys of devices and applications, of which the database has only hashes. Safe for any thread. */
final class Keys {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private Keys() {}

    /** Returns something that nobody can guess, as 32 hexadecimal digits. */
    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Keys are random, 128 bits: a plain hash of one says nothing of it, and is quick enough for every request. */
    static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * What is known of a key beside itself.
     *
     * @param expiry as of when it opens nothing
     */
    record Label(Optional<String> name, Optional<String> description, Optional<Instant> expiry) {
        static final Label NONE = new Label(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Gives somebody a key; refuses the request if it is somebody's already. */
    static void give(Session session, long actor, String key, Label label, Instant now) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("created_at", Moments.text(now));
        values.put("is_of__actor", actor);
        values.put("key_hash", hash(key));
        values.put("name", label.name().orElse(null));
        values.put("description", label.description().orElse(null));
        values.put("expiry_date", label.expiry().map(Moments::text).orElse(null));
        try {
            session.insert("api_key", values);
        } catch (DuplicateException e) {
            throw RefusedException.said(409, "\"api_key\" must be unique.");
        }
    }

    /** Says whose a key is; empty if it opens nothing. */
    static Optional<Caller> caller(Session session, String key, Instant now) {
        return session.first(SqlText.of("""
                        SELECT k."is_of__actor", u."id" AS user_id, u."username", d."id" AS device_id, d."uuid",
                          d."belongs_to__application", a."id" AS application_id, a."slug"
                        FROM "api_key" k
                        LEFT JOIN "user" u ON u."actor" = k."is_of__actor"
                        LEFT JOIN "device" d ON d."actor" = k."is_of__actor"
                        LEFT JOIN "application" a ON a."actor" = k."is_of__actor"
                        WHERE k."key_hash" = ? AND (k."expiry_date" IS NULL OR k."expiry_date" > ?)
                        """, hash(key), Moments.text(now))).map(Keys::caller);
    }

    private static Caller caller(Row row) {
        long actor = row.whole("is_of__actor");
        if (row.wholeIfAny("device_id").isPresent()) {
            return new Caller.Device(
                    row.whole("device_id"), row.text("uuid"), row.whole("belongs_to__application"), actor);
        }
        if (row.wholeIfAny("application_id").isPresent()) {
            return new Caller.Provisioning(row.whole("application_id"), row.text("slug"), actor);
        }
        return row.wholeIfAny("user_id").isPresent()
                ? new Caller.Developer(row.whole("user_id"), row.text("username"), actor)
                : new Caller.Gone(actor);
    }

    /** Says whether somebody has a key already. */
    static boolean has(Session session, long actor, String key) {
        return session.first(SqlText.of(
                        "SELECT \"id\" FROM \"api_key\" WHERE \"is_of__actor\" = ? AND \"key_hash\" = ?",
                        actor,
                        hash(key)))
                .isPresent();
    }

    /** Makes somebody who can hold keys. */
    static long newActor(Session session, Instant now) {
        return session.insert("actor", Map.of("created_at", Moments.text(now)));
    }
}
