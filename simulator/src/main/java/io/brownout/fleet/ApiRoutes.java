package io.brownout.fleet;

/** All requests that the API knows, and who answers them. */
final class ApiRoutes {
    private static final String UUID = "([0-9A-Za-z-]{1,64})";

    private ApiRoutes() {}

    static Routes of(FleetDatabase database, LoginTokens tokens, ApiServer.Settings settings) {
        AccountEndpoints accounts = new AccountEndpoints(database, tokens, settings.clock());
        KeyEndpoints keys = new KeyEndpoints(database, settings.clock());
        RegistrationEndpoint registration = new RegistrationEndpoint(database, settings.clock());
        TargetStateEndpoints target = new TargetStateEndpoints(database, settings.clock());
        StateReportEndpoints report = new StateReportEndpoints(database, settings.clock());
        ResourceEndpoints resources = new ResourceEndpoints(database, settings);
        String resource = "/(v6|v7)/([a-z_]+)(?:\\(([^/]*)\\))?";
        return new Routes()
                .open("GET", "/ping", request -> ApiAnswer.text(200, "OK"))
                .open("POST", "/login_", accounts::login)
                .keyed("GET", "/actor/v1/whoami", accounts::whoami)
                .keyed("POST", "/device/register", registration::register)
                .keyed("POST", "/api-key/device/([0-9]+)/device-key", keys::deviceKey)
                .keyed("POST", "/api-key/application/([0-9]+)/provisioning", keys::provisioningKey)
                .keyed("POST", "/api-key/user/full", keys::userKey)
                .keyed("POST", "/api-key/v2/?", keys::anyKey)
                .keyed("GET", "/device/v3/%s/state".formatted(UUID), target::v3)
                .keyed("GET", "/device/v2/%s/state".formatted(UUID), target::v2)
                .keyed("PATCH", "/device/v3/state", report::v3)
                .keyed("PATCH", "/device/v2/%s/state".formatted(UUID), report::v2)
                .keyed("GET", resource + "(/\\$count)?", resources::read)
                .keyed("POST", resource, resources::create)
                .keyed("PATCH", resource, resources::change)
                .keyed("DELETE", resource, resources::delete);
    }
}
