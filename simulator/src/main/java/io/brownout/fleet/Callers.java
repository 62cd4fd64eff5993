package io.brownout.fleet;

import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/** Says who asks. Safe for any thread. */
final class Callers {
    private final FleetDatabase database;
    private final LoginTokens tokens;
    private final InstantSource clock;

    Callers(FleetDatabase database, LoginTokens tokens, InstantSource clock) {
        this.database = database;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Returns whose key a request has; refuses it if it has none that opens anything. */
    Caller of(ApiRequest request) {
        String key = request.key().orElseThrow(RefusedException::unauthorized);
        return database.read(session -> {
                    OptionalLong user = tokens.user(key, clock.instant());
                    return user.isPresent()
                            ? developer(session, user.getAsLong())
                            : Keys.caller(session, key, clock.instant());
                })
                .orElseThrow(RefusedException::unauthorized);
    }

    private static Optional<Caller> developer(Session session, long id) {
        return session.first(SqlText.of("SELECT \"username\", \"actor\" FROM \"user\" WHERE \"id\" = ?", id))
                .map(row -> new Caller.Developer(id, row.text("username"), row.whole("actor")));
    }
}
