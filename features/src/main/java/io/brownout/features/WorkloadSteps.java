package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.RunEvent;
import io.brownout.card.WriteTriggers;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.Arrays;

/** A probe that has something to do, and what it says about it. */
public final class WorkloadSteps {
    private final World world;

    /** PicoContainer makes it. */
    public WorkloadSteps(World world) {
        this.world = world;
    }

    /** Puts an unused card into a board, with a script for the probe on it. */
    @Given("a device with probe {word} that runs {word}")
    public void deviceWithWorkload(String version, String workload) {
        new Workload(workload).putOn(world.newDevice("device", "probe", version).card());
    }

    /** Takes a device that has been in use, and puts a script onto its data partition that it runs once nothing is pending. */
    @Given("a device that has been running {word} {word} and runs {word}")
    public void settledWithWorkload(String recipe, String version, String workload) {
        Device device = world.usedDeviceWithService("device", recipe, version, "workload");
        new Workload(workload).putOnData(device.card());
    }

    /** Takes its power. */
    @When("its plug is pulled")
    public void pullPlug() {
        world.device().pullPlug();
    }

    /** Cuts at a write into a partition, counted from 0 from the moment it is switched on. */
    @When("it is switched on, and loses power at write {long} into {word}")
    public void cutAtWrite(long write, String label) {
        RunEvent.CardCut cut =
                world.device().switchOnUntilCut(WriteTriggers.intoPartition(label, write), DeviceSteps.BOOT);
        assertThat(cut.partition()).as("where the power went").isEqualTo(label);
    }

    /** Waits for its next report of an event, and looks at what it says. */
    @Then("it reports {string}")
    public void reports(String report) {
        String[] words = report.split(" ");
        world.device().awaitSaying(DeviceSteps.BOOT, words[0], Arrays.copyOfRange(words, 1, words.length));
    }
}
