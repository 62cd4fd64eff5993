package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SimulatedDeviceTest {
    private static final int FLEET = 40;
    private static final int CROWD = 1_000;
    private static final long MOST_BYTES = 40 * 1024;

    private final ManualScheduler time = new ManualScheduler();
    private final List<String> log = new ArrayList<>();

    private List<SimulatedDevice> devices(int count, FleetApi api, double failing) {
        SimulatedDevice.Surroundings around = new SimulatedDevice.Surroundings(api, time, time, log::add);
        List<SimulatedDevice> devices = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String uuid = "%032x".formatted(i + 1);
            devices.add(SimulatedDevice.start(
                    new SimulatedDevice.Identity(uuid, "key-" + i, SmallFleet.PROVISIONING_KEY, 2, "raspberrypi3-64"),
                    new SimulatedEngine.Pulls(Duration.ofMinutes(2), failing),
                    RandomGeneratorFactory.getDefault().create(i),
                    around));
        }
        return devices;
    }

    private static String wanting(String image) {
        return Targets.of(image).strip().replaceFirst("\\{", "{\"name\":\"d\",\"config\":{},");
    }

    private static List<String> running(List<SimulatedDevice> devices) {
        return devices.stream()
                .flatMap(it -> it.engine().containers().stream())
                .map(it -> it.image() + " " + it.state())
                .distinct()
                .toList();
    }

    /** Lives an hour and a half of a fleet over HTTP; returns which downloads failed. */
    private List<String> update() throws IOException {
        log.clear();
        try (SmallFleet fleet = new SmallFleet()) {
            fleet.wants(wanting("app:1"));
            List<SimulatedDevice> devices = devices(FLEET, fleet.api(), 0.3);
            time.run(Duration.ofMinutes(30));
            assertThat(fleet.devices).hasSize(FLEET);
            assertThat(running(devices)).containsExactly("app:1 running");

            fleet.wants(wanting("app:2"));
            time.run(Duration.ofMinutes(60));
            assertThat(running(devices)).containsExactly("app:2 running");
            assertThat(devices)
                    .allSatisfy(it -> assertThat(it.engine().imageId("app:1")).isEmpty());

            assertThat(fleet.reports)
                    .filteredOn(it -> it.written().contains("\"app:2\",\"status\":\"Running\""))
                    .hasSize(FLEET);
            assertThat(fleet.reports).anyMatch(it -> it.written().contains("\"download_progress\":50"));
            devices.forEach(SimulatedDevice::close);
        }
        return log.stream().filter(it -> it.contains("image-fetch-failed")).toList();
    }

    @Test
    void a_fleet_takes_an_update_through_downloads_that_fail_and_again_so_from_the_same_seed() throws IOException {
        List<String> failures = update();

        assertThat(failures).hasSizeBetween(15, 60);
        assertThat(update()).isEqualTo(failures);
    }

    @Test
    void a_device_takes_no_more_memory_than_it_may() {
        FleetApi api = new FleetApi(request -> request.path().contains("/state")
                        && request.method().equals("GET")
                ? new FleetHttp.Answer(200, Optional.of("\"1\""), Optional.empty(), "{\"d\":" + wanting("app:1") + "}")
                : new FleetHttp.Answer(201, Optional.empty(), Optional.empty(), "{\"id\":1}"));
        long before = used();
        List<SimulatedDevice> devices = devices(CROWD, api, 0);
        time.run(Duration.ofMinutes(40));
        log.clear();

        long each = (used() - before) / CROWD;

        assertThat(running(devices)).containsExactly("app:1 running");
        assertThat(each).as("bytes a device, %d of them", CROWD).isLessThan(MOST_BYTES);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
