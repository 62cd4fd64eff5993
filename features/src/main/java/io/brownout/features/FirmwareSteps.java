package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;

/** Firmware for a driver that is no part of the OS: an app's container brings it in a volume. */
public final class FirmwareSteps {
    private static final Duration COMMAND = Duration.ofMinutes(3);
    private static final String FILE = "brownout-sensor.bin";
    private static final String CONTENT = "turns-it-on";

    private final World world;

    /** PicoContainer makes it. */
    public FirmwareSteps(World world) {
        this.world = world;
    }

    /** Names the volume in config.json. */
    @Given("its config.json says that the volume {word} has firmware")
    public void named(String volume) {
        ConfigJson.edit(
                world.device().card(),
                config -> config.withObject("/os").withObject("/kernel").put("extraFirmwareVol", volume));
    }

    /** Lets a container write it. */
    @When("a container puts the firmware of a driver into the volume {word}")
    public void brought(String volume) {
        said(ServiceSteps.BUSYBOX_IMAGE);
        said("docker run --rm -v %s:/firmware busybox:local /bin/sh -c 'printf %s >/firmware/%s'"
                .formatted(volume, CONTENT, FILE));
    }

    /** Lets the kernel's own test driver ask for it (lib/test_firmware.c), and reads what that was given. */
    @Then("the driver finds its firmware")
    public void found() {
        assertThat(asked()).as("what the driver was given").isEqualTo(CONTENT);
    }

    /** Lets it ask as well: the kernel must know of no such firmware yet. */
    @Then("the driver does not find its firmware")
    public void missing() {
        assertThat(asked()).as("what the driver was given").isEqualTo("nothing");
    }

    private String asked() {
        world.device().awaitIdle(DeviceSteps.BOOT);
        return said("modprobe test_firmware; "
                + "if printf %s >/sys/devices/virtual/misc/test_firmware/trigger_request 2>/dev/null; then cat /dev/test_firmware; else echo nothing; fi"
                        .formatted(FILE));
    }

    private String said(String command) {
        return world.saidOnDevice(command, COMMAND);
    }
}
