package io.brownout.fleet;

import io.brownout.fleet.ResourceWriter.Target;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the API does with a row beside writing it: what it fills in, what it refuses, what follows. For one piece of work. */
final class ResourceRules {
    private static final Pattern APPLICATION_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{2,99}");
    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern CONFIG_NAME = Pattern.compile("(?:RESIN|BALENA)_\\w+");

    /** What a row cannot do without; those that are not here have a name, a value and an owner, and all three are needed. */
    private static final Map<String, Set<String>> REQUIRED = Map.of(
            "application", Set.of("app_name", "organization", "is_for__device_type"),
            "release", Set.of("belongs_to__application", "commit", "composition"),
            "image", Set.of("is_a_build_of__service"));

    private final Session session;
    private final Target target;
    private final String registry;

    ResourceRules(Session session, Target target, String registry) {
        this.session = session;
        this.target = target;
        this.registry = registry;
    }

    /** Fills in what a new row lacks; refuses what cannot be. */
    void complete(Map<String, @Nullable Object> values) {
        String now = Moments.text(target.now());
        if (target.resource().fields().containsKey("created_at")) {
            values.put("created_at", now);
        }
        for (String needed : REQUIRED.getOrDefault(target.table(), namedValue())) {
            if (values.get(needed) == null) {
                throw RefusedException.bad("expected %s in the body".formatted(needed));
            }
        }
        checkNames(values);
        switch (target.table()) {
            case "application" -> completeApplication(values);
            case "release" -> {
                values.putIfAbsent("status", "running");
                values.putIfAbsent("start_timestamp", now);
                if (target.caller() instanceof Caller.Developer user) {
                    values.put("is_created_by__user", user.id());
                }
            }
            case "image" -> {
                values.putIfAbsent("status", "running");
                values.putIfAbsent("start_timestamp", now);
                values.put("is_stored_at__image_location", "%s/v2/%s".formatted(registry, Keys.random()));
            }
            default -> {}
        }
    }

    private Set<String> namedValue() {
        Set<String> all = new HashSet<>(target.resource().fields().keySet());
        all.addAll(target.resource().references().keySet());
        all.remove("id");
        return all;
    }

    private void completeApplication(Map<String, @Nullable Object> values) {
        String handle = session.first(SqlText.of(
                        "SELECT \"handle\" FROM \"organization\" WHERE \"id\" = ?", values.get("organization")))
                .orElseThrow(RefusedException::unauthorized)
                .text("handle");
        String name = String.valueOf(values.get("app_name"));
        if (!APPLICATION_NAME.matcher(name).matches()) {
            throw RefusedException.bad(
                    "expected an app_name of 3 to 100 letters, digits, - and _, found %s".formatted(name));
        }
        values.put("slug", "%s/%s".formatted(handle, name.toLowerCase(Locale.ROOT)));
        values.put("actor", Keys.newActor(session, target.now()));
        values.putIfAbsent("uuid", Keys.random());
        if (values.get("application_type") == null) {
            values.put(
                    "application_type",
                    session.first(SqlText.of("SELECT \"id\" FROM \"application_type\" ORDER BY \"id\""))
                            .orElseThrow()
                            .whole("id"));
        }
    }

    private void checkNames(Map<String, @Nullable Object> values) {
        if (!values.containsKey("name") || !target.table().endsWith("_variable")) {
            return;
        }
        String name = String.valueOf(values.get("name"));
        boolean config = target.table().endsWith("_config_variable");
        if (config && !CONFIG_NAME.matcher(name).matches()) {
            throw RefusedException.bad(
                    "expected the name of a config variable to begin with RESIN_ or BALENA_, found %s".formatted(name));
        }
        if (!config
                && (!VARIABLE_NAME.matcher(name).matches()
                        || CONFIG_NAME.matcher(name).matches())) {
            throw RefusedException.bad(
                    "expected the name of a variable, which does not begin with RESIN_ or BALENA_, found %s"
                            .formatted(name));
        }
    }

    /** What follows from a new row. */
    void created(long id) {
        switch (target.table()) {
            case "service" -> ServiceInstalls.ofService(session, id, target.now());
            case "release" -> releaseSettled(id);
            default -> {}
        }
    }

    /** Refuses a change that cannot be. */
    void changing(long id, Map<String, @Nullable Object> values) {
        checkNames(values);
        if (target.table().equals("device")) {
            values.put("modified_at", Moments.text(target.now()));
            if (values.get("belongs_to__application") != null) {
                // A pin on a release of the application that it leaves would hold it there.
                values.putIfAbsent(FleetModel.PIN, null);
                values.put("is_running__release", null);
            }
        }
    }

    /** What follows from a change. */
    void changed(long id, Map<String, @Nullable Object> values) {
        switch (target.table()) {
            case "release" -> releaseSettled(id);
            case "application" -> {
                mustBeOfApplication(SqlText.of("""
                        SELECT 1 AS wrong FROM "application" a JOIN "release" r ON r."id" = a."should_be_running__release"
                        WHERE a."id" = ? AND r."belongs_to__application" <> a."id"
                        """, id));
                if (Long.valueOf(1).equals(values.get("should_track_latest_release"))) {
                    track(id);
                }
            }
            case "device" -> {
                mustBeOfApplication(SqlText.of("""
                        SELECT 1 AS wrong FROM "device" d JOIN "release" r ON r."id" = d."is_pinned_on__release"
                        WHERE d."id" = ? AND r."belongs_to__application" <> d."belongs_to__application"
                        """, id));
                if (values.get("belongs_to__application") instanceof Long application) {
                    ServiceInstalls.ofDevice(session, id, application, target.now());
                }
            }
            default -> {}
        }
    }

    private void mustBeOfApplication(SqlText wrong) {
        if (session.first(wrong).isPresent()) {
            throw RefusedException.bad("expected a release of the same application");
        }
    }

    /** A release that is done is what the application runs from now on, if it is to run its latest. */
    private void releaseSettled(long release) {
        track(session.first(SqlText.of("SELECT \"belongs_to__application\" FROM \"release\" WHERE \"id\" = ?", release))
                .orElseThrow()
                .whole("belongs_to__application"));
    }

    /** The latest is the one that was begun last; of two that were begun at once the first, as balena's API has it. */
    private void track(long application) {
        session.change(SqlText.of("""
                UPDATE "application" SET "should_be_running__release" = (
                  SELECT r."id" FROM "release" r WHERE r."belongs_to__application" = ? AND r."status" = 'success'
                  AND r."is_final" = 1 AND r."is_invalidated" = 0 ORDER BY r."start_timestamp" DESC, r."id" LIMIT 1)
                WHERE "id" = ? AND "should_track_latest_release" = 1
                """, application, application));
    }

    /** Refuses to take away what is in use. */
    void deleting(long id) {
        if (target.table().equals("release")
                && session.first(SqlText.of("""
                                SELECT 1 AS used FROM "release" r WHERE r."id" = ? AND (
                                EXISTS (SELECT 1 FROM "device" d WHERE d."is_pinned_on__release" = r."id")
                                OR EXISTS (SELECT 1 FROM "application" a WHERE a."should_be_running__release" = r."id"))
                                """, id)).isPresent()) {
            throw RefusedException.problem(409, "Conflict", "devices are to run this release");
        }
    }
}
