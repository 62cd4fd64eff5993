package io.brownout.fleet;

import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Who one is: a password for a token, and whose a key is. */
final class AccountEndpoints {
    /** Compared with for a name that nobody has, so that the time says nothing about who there is. */
    private static final String NOBODY = Passwords.hash(Keys.random());

    private final FleetDatabase database;
    private final LoginTokens tokens;
    private final InstantSource clock;

    AccountEndpoints(FleetDatabase database, LoginTokens tokens, InstantSource clock) {
        this.database = database;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** The answer is the token and nothing about it, as the protocol has it. */
    ApiAnswer login(ApiRequest request) {
        ObjectNode body = request.object();
        String name = body.path("username").asString("");
        Optional<Row> user = database.read(
                session -> session.first(SqlText.of("SELECT * FROM \"user\" WHERE \"username\" = ?", name)));
        boolean right = Passwords.matches(
                body.path("password").asString(""),
                user.map(it -> it.text("password_hash")).orElse(NOBODY));
        if (!right || user.isEmpty()) {
            throw RefusedException.said(401, "Unauthorized");
        }
        Row row = user.get();
        return ApiAnswer.text(
                200,
                tokens.token(
                        new Caller.Developer(row.whole("id"), row.text("username"), row.whole("actor")),
                        clock.instant()));
    }

    ApiAnswer whoami(ApiRequest request, Caller caller) {
        ObjectNode who = Json.object().put("id", caller.actor());
        switch (caller) {
            case Caller.Developer user ->
                who.put("actorType", "user")
                        .put("actorTypeId", user.id())
                        .put("username", user.username())
                        .putNull("email");
            case Caller.Provisioning application ->
                who.put("actorType", "application")
                        .put("actorTypeId", application.application())
                        .put("slug", application.slug());
            case Caller.Device device ->
                who.put("actorType", "device").put("actorTypeId", device.id()).put("uuid", device.uuid());
            case Caller.Gone gone -> throw RefusedException.unauthorized();
        }
        return ApiAnswer.json(200, who);
    }
}
