package io.brownout.fleet;

import io.brownout.board.UsageException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Users of a fleet, as whoever runs it makes them: each with an organization of their own, of their name. Safe for any thread. */
public final class FleetUsers {
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?");

    private final FleetDatabase database;
    private final InstantSource clock;

    FleetUsers(FleetDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Makes a user.
     *
     * @throws UsageException if the name is none, or taken
     */
    public void add(String name, String password) {
        if (!NAME.matcher(name).matches()) {
            throw new UsageException(
                    "expected a user's name in lower case letters, digits, - and _, found %s".formatted(name));
        }
        String hash = Passwords.hash(password);
        try {
            database.write(session -> insert(session, name, hash, clock.instant()));
        } catch (DuplicateException e) {
            throw new UsageException("there is a user or an organization %s already".formatted(name));
        }
    }

    /** Returns the actor of the new user. */
    static long insert(Session session, String name, String hash, Instant now) {
        long actor = Keys.newActor(session, now);
        Map<String, @Nullable Object> user = new LinkedHashMap<>();
        user.put("created_at", Moments.text(now));
        user.put("actor", actor);
        user.put("username", name);
        user.put("password_hash", hash);
        long id = session.insert("user", user);
        long organization =
                session.insert("organization", Map.of("created_at", Moments.text(now), "name", name, "handle", name));
        session.insert(
                "organization_membership",
                Map.of("created_at", Moments.text(now), "user", id, "is_member_of__organization", organization));
        return actor;
    }
}
