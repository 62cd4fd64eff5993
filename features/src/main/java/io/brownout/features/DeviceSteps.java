package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.DeviceReport;
import io.brownout.features.Mutant.Slip;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.SectorView;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.io.RandomAccessFile;
import java.time.Duration;
import java.util.Arrays;

/** A device, its plug, and what it boots. */
public final class DeviceSteps {
    static final Duration BOOT = Duration.ofMinutes(5);

    private final World world;

    /** PicoContainer makes it. */
    public DeviceSteps(World world) {
        this.world = world;
    }

    /** Puts an unused card into a board. */
    @Given("a device with {word} {word}")
    public void newDevice(String recipe, String version) {
        world.newDevice("device", recipe, version);
    }

    /** Takes a device that has been in use. */
    @Given("a device that has been running {word} {word}")
    public void settledDevice(String recipe, String version) {
        world.usedDevice("device", recipe, version);
    }

    /** Destroys one sector of a partition. */
    @When("its plug is pulled and sector {long} of {word} is lost")
    public void sectorLost(long sector, String label) {
        world.device().pullPlug();
        if (world.slipped(Slip.DAMAGE_FORGOTTEN)) {
            return;
        }
        Partition partition = world.device().card().partition(label);
        byte[] erased = new byte[SectorView.SECTOR_BYTES];
        Arrays.fill(erased, (byte) 0xff);
        world.device().card().edit(raw -> {
            try (RandomAccessFile file = new RandomAccessFile(raw.toFile(), "rw")) {
                file.seek((partition.firstSector() + sector) * SectorView.SECTOR_BYTES);
                file.write(erased);
            }
        });
    }

    /** Gives it power. */
    @When("it is switched on")
    public void switchOn() {
        world.device().switchOn();
    }

    /** Gives it power after a cut. */
    @When("it is switched on again")
    public void switchOnAgain() {
        world.device().switchOn();
    }

    /** Takes its power and gives it back. */
    @When("its plug is pulled and put back")
    public void replug() {
        world.device().pullPlug();
        world.device().switchOn();
    }

    /** Waits until it has booted, and looks at what. */
    @Then("it boots {word} from slot {word}")
    public void boots(String version, String slot) {
        world.device().awaitSaying(BOOT, "running", "slot=" + slot, "version=" + version);
    }

    /** Looks at why it did not start. */
    @Then("it stays dark, because {string}")
    public void staysDark(String reason) {
        DeviceReport report = world.device().await(BOOT, "firmware", "running");
        assertThat(report.is("firmware", "result=dark"))
                .as("expected a dark board, the device said: %s", report)
                .isTrue();
        assertThat(report.value("reason"))
                .as("why the firmware left the board dark")
                .hasValueSatisfying(seen -> assertThat(seen.replace('_', ' ')).contains(reason));
    }

    /** Makes the same device once more and runs it until nothing is pending. */
    @When("a second device, made the same, is run as well")
    public void twin() {
        world.device().await(BOOT, "idle");
        world.device().pullPlug();
        Device twin = world.newTwin("twin");
        twin.switchOn();
        twin.await(BOOT, "idle");
        twin.pullPlug();
    }

    /** Compares what both said and what both did to their cards, byte for byte. */
    @Then("both said the same and asked the same of their cards")
    public void sameRun() {
        Device first = world.devices().getFirst();
        Device second = world.devices().getLast();
        assertThat(second.board().console().lines())
                .as("the console of the second device")
                .isEqualTo(first.board().console().lines());
        assertThat(second.card().journal().fingerprint())
                .as(
                        "the fingerprint of the second device's %d requests, against that of %d",
                        second.card().journal().size(), first.card().journal().size())
                .isEqualTo(first.card().journal().fingerprint());
    }
}
