package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Devices that share a network with the test machine, and are looked for there; their scenarios are tagged {@code @with:lan}. */
public final class ScanSteps {
    /** The program's exit code when it has found no device. */
    private static final int NONE = 1;

    private final World world;

    /** PicoContainer makes it. */
    public ScanSteps(World world) {
        this.world = world;
    }

    /** Gives both the same name, in their config.json; the second is a used device of the same image. */
    @Given("it and a second device of its network are both named {word}")
    public void bothNamed(String name) {
        world.usedTwin("second");
        world.devices().forEach(device -> ConfigJson.edit(device.card(), config -> config.put("hostname", name)));
    }

    /** Gives both power, and waits until nothing is pending on either. */
    @When("both are switched on")
    public void bothOn() {
        world.devices().forEach(Device::switchOn);
        world.devices().forEach(device -> device.await(DeviceSteps.BOOT, "idle"));
    }

    /** Runs the program's own scan in that network. */
    @Then("a scan of their network finds {word} and {word}")
    public void finds(String first, String second) {
        assertThat(scanned()).as("the devices that ./brownout scan finds").containsExactlyInAnyOrder(first, second);
    }

    private List<String> scanned() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        HostTool.Result scan = world.network()
                .run(
                        Set.of(0, NONE),
                        List.of(
                                java.toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.brownout.cli.Main",
                                "scan",
                                "--json",
                                "--within",
                                "20"));
        if (scan.exitCode() == NONE) {
            return List.of();
        }
        JsonNode devices = JsonMapper.builder().build().readTree(scan.text());
        return StreamSupport.stream(devices.spliterator(), false)
                .map(device -> device.path("host").asString().replaceFirst("\\.local$", ""))
                .toList();
    }
}
