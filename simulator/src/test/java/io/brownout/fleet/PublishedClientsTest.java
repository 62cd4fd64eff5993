package io.brownout.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The API is asked by those who wrote the protocol: balena-sdk and balena-register-device, unmodified. */
class PublishedClientsTest {
    @TempDir
    Path folder;

    @Test
    void balenas_own_clients_find_what_they_expect() throws IOException {
        assumeThat(NodeClients.whyNot())
                .as("what is missing for balena's clients")
                .isEmpty();
        NodeClients clients = NodeClients.installed();
        FleetCertificates certificates =
                FleetCertificates.in(folder.resolve("certificates"), List.of("localhost", "127.0.0.1"));
        JsonNode told;
        // With the time of this machine: the SDK asks for keys that end ten minutes from its own now.
        try (ApiServer server = ApiServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.resolve("fleet.db"),
                ApiServer.Settings.of("registry.test").with(certificates))) {
            server.users().add("anna", FleetScene.PASSWORD);
            told = clients.run(
                    "clients.js",
                    folder,
                    Files.writeString(folder.resolve("authority.pem"), certificates.authority()),
                    List.of(
                            "https://127.0.0.1:" + server.address().getPort(),
                            "anna",
                            FleetScene.PASSWORD,
                            folder.resolve("sdk").toString()));
        }

        for (String refused : List.of("registerTwice", "registerToaster", "missing", "afterwards")) {
            assertThat(told.path(refused).has("error")).as(refused).isTrue();
        }
        told.properties().stream()
                .filter(it -> !List.of("registerTwice", "registerToaster", "missing", "afterwards")
                        .contains(it.getKey()))
                .forEach(it -> assertThat(it.getValue().path("message").asString(""))
                        .as(it.getKey())
                        .isEmpty());
        assertThat(told.path("whoami").path("username").asString()).isEqualTo("anna");
        assertThat(told.path("application").path("slug").asString()).isEqualTo("anna/fromsdk");
        assertThat(told.path("keyIsItsOwn").asBoolean()).isTrue();
        assertThat(told.path("registerTwice").path("status").asInt()).isEqualTo(409);
        assertThat(told.path("registerTwice").path("message").asString()).contains("\"uuid\" must be unique.");
        assertThat(told.path("registerToaster").path("message").asString()).contains("Unknown device type toaster");
        assertThat(told.path("tags").path(0).path("value").asString()).isEqualTo("south");
        assertThat(told.path("latest").path("commit").asString()).isEqualTo("a".repeat(40));
        assertThat(told.path("target").asString()).isEqualTo("a".repeat(40));
        assertThat(told.path("tracks").asBoolean()).isFalse();
        assertThat(told.path("device").path("device_name").asString()).isEqualTo("kitchen");
        assertThat(told.path("state")
                        .path("config")
                        .path("RESIN_SUPERVISOR_POLL_INTERVAL")
                        .asString())
                .isEqualTo("600000");
        assertThat(Json.text(told.path("state").path("apps")))
                .contains("\"GREETING\":\"good day\",\"PLACE\":\"world\"");
        assertThat(told.path("all").asInt()).isEqualTo(2);
        assertThat(told.path("missing").path("error").asString()).isEqualTo("BalenaDeviceNotFound");
        assertThat(told.path("left").asInt()).isEqualTo(1);
        assertThat(told.path("afterwards").path("error").asString()).isEqualTo("BalenaNotLoggedIn");
    }
}
