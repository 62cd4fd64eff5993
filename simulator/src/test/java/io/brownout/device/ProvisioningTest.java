package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProvisioningTest {
    private static final Json.Members VERSIONS = Json.object("supervisor_version", "1.2.3");

    @TempDir
    Path folder;

    private final Random random = new Random(7);
    private final List<String> log = new ArrayList<>();
    private SmallFleet fleet;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        fleet = new SmallFleet();
        file = Files.writeString(
                folder.resolve("config.json"),
                Json.object(
                                "apiEndpoint",
                                fleet.endpoint(),
                                "apiKey",
                                SmallFleet.PROVISIONING_KEY,
                                "applicationId",
                                2,
                                "deviceType",
                                "raspberrypi3-64",
                                "theirs",
                                "stays")
                        .written());
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    /** One life of the device, from its start: whatever it had in RAM is gone. */
    private ConfigFile life() throws IOException {
        ConfigFile config = Provisioning.withIdentity(ConfigFile.read(file), random);
        return new Provisioning(fleet.api(), random, () -> Instant.ofEpochMilli(42), log::add)
                .carryOut(config, VERSIONS);
    }

    private void assertProvisioned(ConfigFile config) {
        assertThat(config).isEqualTo(ConfigFile.read(file));
        assertThat(config.provisioned()).isTrue();
        assertThat(config.text("registered_at")).hasValue("42");
        assertThat(config.text("theirs")).hasValue("stays");
        assertThat(fleet.devices)
                .hasSize(1)
                .containsEntry(config.uuid().orElseThrow(), config.deviceKey().orElseThrow());
        assertThat(log).noneMatch(it -> it.contains(config.deviceKey().orElseThrow()));
    }

    @Test
    void a_new_device_invents_itself_registers_and_forgets_the_provisioning_key() throws IOException {
        ConfigFile config = life();

        assertProvisioned(config);
        assertThat(config.uuid().orElseThrow()).matches("[0-9a-f]{32}");
        assertThat(life()).as("and is not registered again").isEqualTo(config);
        assertThat(fleet.requests).containsExactly("POST /device/register");
    }

    @Test
    void a_lost_answer_is_healed_without_a_second_device() throws IOException {
        fleet.losesAnswerTo("/device/register");
        assertThatThrownBy(this::life).isInstanceOf(IOException.class);
        String uuid = ConfigFile.read(file).uuid().orElseThrow();

        ConfigFile config = life();

        assertProvisioned(config);
        assertThat(config.uuid()).hasValue(uuid);
    }

    @Test
    void a_cut_before_config_json_is_written_is_healed_without_a_second_device() throws IOException {
        Provisioning.withIdentity(ConfigFile.read(file), random);
        String before = Files.readString(file);
        life();

        Files.writeString(file, before);

        assertProvisioned(life());
    }

    @Test
    void an_exchange_that_is_cut_is_done_again() throws IOException {
        String uuid =
                Provisioning.withIdentity(ConfigFile.read(file), random).uuid().orElseThrow();
        fleet.devices.put(uuid, "an earlier key of this device");
        // The JDK's client asks a question again whose answer is lost, so those in between heal by themselves.
        for (String lost : new String[] {"/device/register", "/api-key/device/1/device-key"}) {
            fleet.losesAnswerTo(lost);
            assertThatThrownBy(this::life).as(lost).isInstanceOf(IOException.class);
        }

        assertProvisioned(life());
    }

    @Test
    void a_uuid_that_is_somebody_elses_is_given_up() throws IOException {
        String uuid =
                Provisioning.withIdentity(ConfigFile.read(file), random).uuid().orElseThrow();
        fleet.knowsUuidAsSomebodyElses(uuid);

        ConfigFile other = life();
        assertThat(other.provisioned()).isFalse();
        assertThat(other.uuid()).isNotEmpty().isNotEqualTo(java.util.Optional.of(uuid));

        assertThat(life().provisioned()).isTrue();
    }

    @Test
    void a_fleet_that_will_not_have_it_is_told_in_its_own_words_and_nothing_is_forgotten() throws IOException {
        Files.writeString(file, Files.readString(file).replace(SmallFleet.PROVISIONING_KEY, "wrong"));

        assertThatThrownBy(this::life)
                .isInstanceOf(FleetException.class)
                .hasMessage("asked to register, the API said 401 {\"error\":\"API key required\"}");
        assertThat(ConfigFile.read(file).provisioningKey()).hasValue("wrong");
    }
}
