package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.DeviceReport;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What an app is told by its device, and what it may keep its device from. */
public final class AppSteps {
    private static final Duration COMMAND = Duration.ofMinutes(3);
    private static final String UUID = "0123456789abcdef0123456789abcdef";
    private static final String IN_APP = "docker exec " + SupervisorSteps.CONTAINER + " /bin/busybox ";
    private static final String LOCK = "/tmp/resin/resin-updates.lock";
    private static final String REBOOT = "curl -sS -X POST -w ' %{http_code}' http://127.0.0.1:48484/v1/reboot";

    private final World world;

    /** PicoContainer makes it. */
    public AppSteps(World world) {
        this.world = world;
    }

    /** Writes who the device is into its config.json, as its fleet does before it is delivered. */
    @Given("its config.json says who it is")
    public void identity() {
        ConfigJson.edit(
                world.device().card(), config -> config.put("uuid", UUID).put("deviceType", "raspberrypi3-64"));
    }

    /** Reads the environment that the app's container has, under the present names and the old ones. */
    @Then("the app knows its device by its environment")
    public void environment() {
        List<String> variables = Arrays.asList(said(IN_APP + "env").split("\n"));
        assertThat(variables)
                .as("the environment of the app's container")
                .contains(
                        "BALENA_DEVICE_UUID=" + UUID,
                        "RESIN_DEVICE_UUID=" + UUID,
                        "BALENA_DEVICE_TYPE=raspberrypi3-64",
                        "BALENA_APP_ID=1",
                        "BALENA_APP_NAME=depot",
                        "RESIN_APP_NAME=depot",
                        "BALENA_SERVICE_NAME=main",
                        "BALENA=1",
                        "RESIN=1")
                .anyMatch(it -> it.startsWith("BALENA_HOST_OS_VERSION=") && it.contains("2.0.0+rev1"))
                .anyMatch(it -> it.startsWith("BALENA_SUPERVISOR_VERSION=") && !it.endsWith("="));
    }

    /** Makes the file that says so, in the app's container. */
    @When("the app takes its update lock")
    public void takesLock() {
        world.device().await(DeviceSteps.BOOT, "idle");
        said(IN_APP + "touch " + LOCK);
    }

    /** Removes it. */
    @When("the app gives its update lock back")
    public void givesLockBack() {
        said(IN_APP + "rm " + LOCK);
    }

    /** Asks the local API, which must say why not. */
    @Then("its supervisor refuses to reboot it while the app holds its lock")
    public void refuses() {
        assertThat(said(REBOOT))
                .as("the answer of /v1/reboot")
                .contains("Updates are locked")
                .endsWith(" 423");
    }

    /** Asks the device itself for a reboot, and does not wait for it. */
    @When("it is told to reboot when its apps allow it")
    public void safeReboot() {
        said("setsid safe-reboot >/dev/null 2>&1 </dev/null &");
    }

    /** Waits until it says for whom it waits, after an update if there is one to install, and not for a start of a device that did not. */
    @Then("it waits for the app")
    public void waits() {
        DeviceReport report = world.device().await(UpdateSteps.UPDATE, "reboot-waits", "firmware", "running");
        assertThat(report.is("reboot-waits", "for=1/main"))
                .as("expected it to wait for the lock of 1/main, the device said: %s", report)
                .isTrue();
    }

    /** Asks the local API and insists. */
    @When("its supervisor is told to reboot it all the same")
    public void force() {
        assertThat(said(REBOOT + " -H 'Content-Type: application/json' -d '{\"force\":true}'"))
                .as("the answer of /v1/reboot to somebody who insists")
                .endsWith(" 202");
    }

    private String said(String command) {
        return world.saidOnDevice(command, COMMAND);
    }
}
