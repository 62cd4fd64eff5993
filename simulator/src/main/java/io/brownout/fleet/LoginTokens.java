package io.brownout.fleet;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tokens that users get for their passwords: JSON Web Tokens (RFC 7519) with HS256. Safe for any thread. */
final class LoginTokens {
    private static final Duration GOOD_FOR = Duration.ofDays(7);
    private static final String SETTING = "login-token-secret";
    private static final String HEADER =
            encoded(Json.object().put("alg", "HS256").put("typ", "JWT"));

    private final SecretKeySpec secret;

    private LoginTokens(String secret) {
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
    }

    /** Takes the secret out of the database, so that every instance over it knows every token, also after a restart. */
    static LoginTokens of(FleetDatabase database) {
        return database.write(session -> {
            session.change(SqlText.of(
                    "INSERT INTO \"setting\" (\"name\", \"value\") VALUES (?, ?) ON CONFLICT (\"name\") DO NOTHING",
                    SETTING,
                    Keys.random() + Keys.random()));
            return new LoginTokens(
                    session.first(SqlText.of("SELECT \"value\" FROM \"setting\" WHERE \"name\" = ?", SETTING))
                            .orElseThrow()
                            .text("value"));
        });
    }

    String token(Caller.Developer user, Instant now) {
        ObjectNode claims = Json.object()
                .put("id", user.id())
                .put("username", user.username())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(GOOD_FOR).getEpochSecond());
        String signed = HEADER + "." + encoded(claims);
        return signed + "." + signature(signed);
    }

    /** Returns the id of the user whose token it is; empty if it is none of ours, or too old. */
    OptionalLong user(String token, Instant now) {
        int dot = token.lastIndexOf('.');
        if (dot < 0 || !token.startsWith(HEADER + ".")) {
            return OptionalLong.empty();
        }
        String signed = token.substring(0, dot);
        boolean ours = MessageDigest.isEqual(
                signature(signed).getBytes(StandardCharsets.UTF_8),
                token.substring(dot + 1).getBytes(StandardCharsets.UTF_8));
        return ours
                ? claims(signed.substring(HEADER.length() + 1))
                        .filter(it -> it.path("exp").asLong(0) > now.getEpochSecond())
                        .map(it -> OptionalLong.of(it.path("id").asLong(0)))
                        .orElse(OptionalLong.empty())
                : OptionalLong.empty();
    }

    private static Optional<JsonNode> claims(String encoded) {
        try {
            return Optional.of(Json.read(Base64.getUrlDecoder().decode(encoded)));
        } catch (IllegalArgumentException | JacksonException e) {
            return Optional.empty();
        }
    }

    private String signature(String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC with SHA-256", e);
        }
    }

    private static String encoded(ObjectNode part) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(part));
    }
}
