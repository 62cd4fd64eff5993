package io.brownout.fleet;

import io.brownout.fleet.ResourceModel.Kind;
import io.brownout.fleet.ResourceModel.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which rows somebody sees, of which resources: the condition stands in the statement wherever a query comes upon them. Immutable. */
final class ResourceRights implements ODataSql.RowSource {
    private static final String OWN_APPLICATIONS = """
            (SELECT a."id" FROM "application" a JOIN "organization_membership" m
            ON m."is_member_of__organization" = a."organization" WHERE m."user" = ?)
            """;

    /** What a new device sees: whether it is registered already. */
    private static final ResourceModel PROVISIONING = ResourceModel.of(
            List.of(new Resource("device", Map.of("id", Kind.WHOLE, "uuid", Kind.TEXT), Map.of(), Map.of())));

    private final Caller caller;
    private final int version;
    private final Instant now;

    ResourceRights(Caller caller, int version, Instant now) {
        if (caller instanceof Caller.Gone) {
            throw RefusedException.unauthorized();
        }
        this.caller = caller;
        this.version = version;
        this.now = now;
    }

    /** Says whether an application is a user's. */
    static boolean owns(Session session, Caller.Developer user, long application) {
        return session.first(SqlText.of("SELECT 1 AS yes WHERE ? IN " + OWN_APPLICATIONS, application, user.id()))
                .isPresent();
    }

    /** Returns the resources and fields that there are for this caller. */
    ResourceModel model() {
        return caller instanceof Caller.Provisioning ? PROVISIONING : FleetModel.version(version);
    }

    @Override
    public void add(Resource resource, SqlText sql) {
        sql.add("(SELECT d.*");
        if (resource.name().equals("device")) {
            DeviceColumns.add(sql, version, now);
        }
        sql.add(" FROM \"%s\" d WHERE ".formatted(resource.name()));
        addCondition(resource.name(), sql);
        sql.add(")");
    }

    private void addCondition(String resource, SqlText sql) {
        if (ResourceOwners.isEverybodys(resource)) {
            sql.add("1 = 1");
            return;
        }
        switch (caller) {
            case Caller.Developer user -> addOwn(resource, user, sql);
            case Caller.Provisioning key ->
                sql.add("d.\"belongs_to__application\" = ").parameter(key.application());
            case Caller.Device device -> {
                Optional<String> ofDevice = ResourceOwners.device(resource);
                Optional<String> ofApplication = ResourceOwners.application(resource);
                if (ofDevice.isPresent()) {
                    sql.add(ofDevice.get() + " = ").parameter(device.id());
                } else if (ofApplication.isPresent()) {
                    sql.add(ofApplication.get() + " = ").parameter(device.application());
                } else {
                    sql.add("1 = 0");
                }
            }
            case Caller.Gone gone -> sql.add("1 = 0");
        }
    }

    private static void addOwn(String resource, Caller.Developer user, SqlText sql) {
        switch (resource) {
            case "user" -> sql.add("d.\"id\" = ").parameter(user.id());
            case "organization_membership" -> sql.add("d.\"user\" = ").parameter(user.id());
            case "organization" ->
                sql.add(SqlText.of(
                        "d.\"id\" IN (SELECT m.\"is_member_of__organization\" FROM \"organization_membership\" m WHERE m.\"user\" = ?)",
                        user.id()));
            default ->
                sql.add(ResourceOwners.application(resource).orElseThrow() + " IN ")
                        .add(SqlText.of(OWN_APPLICATIONS, user.id()));
        }
    }
}
