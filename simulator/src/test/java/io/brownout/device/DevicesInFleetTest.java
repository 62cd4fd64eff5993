package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.fleet.FleetScene;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Simulated devices, which are the supervisor's own code, before the fleet's own API over HTTP: both read the protocol from the same facts, and here they must have read the same. */
@Timeout(300)
class DevicesInFleetTest {
    private static final int COUNT = 5;
    private static final String FIRST = "a".repeat(40);
    private static final String SECOND = "b".repeat(40);

    @TempDir
    Path folder;

    private final ManualScheduler time = new ManualScheduler();
    private final List<String> log = new ArrayList<>();
    private FleetScene scene;

    @BeforeEach
    void start() {
        scene = FleetScene.on(folder, time);
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private List<SimulatedDevice> devices(FleetApi api) {
        SimulatedDevice.Surroundings around = new SimulatedDevice.Surroundings(api, time, time, log::add);
        String provisioning = scene.provisioningKey();
        List<SimulatedDevice> devices = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            String uuid = "%032x".formatted(i + 1);
            devices.add(SimulatedDevice.start(
                    new SimulatedDevice.Identity(
                            uuid, "%032x".formatted(i + 100), provisioning, scene.applicationId(), "raspberrypi3-64"),
                    new SimulatedEngine.Pulls(Duration.ofMinutes(2), 0),
                    RandomGeneratorFactory.getDefault().create(i),
                    around));
        }
        return devices;
    }

    private static List<String> running(List<SimulatedDevice> devices) {
        return devices.stream()
                .flatMap(it -> it.engine().containers().stream())
                .map(it -> it.image() + " " + it.state())
                .distinct()
                .toList();
    }

    @Test
    void devices_register_run_what_is_released_report_it_and_fall_silent() throws IOException {
        try (JdkFleetHttp http = JdkFleetHttp.of(scene.address(), Optional.empty())) {
            String first = scene.released(FIRST);
            List<SimulatedDevice> devices = devices(new FleetApi(http));
            time.run(Duration.ofMinutes(30));
            assertThat(running(devices)).as(log.toString()).containsExactly(first + " running");
            assertThat(scene.devices("is_running__release/commit eq '%s'".formatted(FIRST)))
                    .hasSize(COUNT);

            String second = scene.released(SECOND);
            time.run(Duration.ofMinutes(40));
            assertThat(running(devices)).as(log.toString()).containsExactly(second + " running");
            assertThat(scene.devices(
                            "is_running__release/commit eq '%s' and overall_status eq 'operational'".formatted(SECOND)))
                    .hasSize(COUNT);
            assertThat(scene.devices("image_install/any(i:i/status eq 'Running')"))
                    .hasSize(COUNT);

            devices.forEach(SimulatedDevice::close);
            time.run(Duration.ofMinutes(30));
            assertThat(scene.devices("api_heartbeat_state eq 'offline'")).hasSize(COUNT);
        }
    }
}
