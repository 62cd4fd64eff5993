package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.DeviceReport;
import io.brownout.board.Slot;
import io.brownout.filesystem.PartitionRole;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;

/** Slots that cannot be started, and what somebody with a PC can do about it. */
public final class SlotDamageSteps {
    private static final String INIT = "/usr/sbin/init";
    private static final String SYSTEMD = "../lib/systemd/systemd";

    private final World world;

    /** PicoContainer makes it. */
    public SlotDamageSteps(World world) {
        this.world = world;
    }

    /** Takes the first process out of a root. */
    @When("its plug is pulled, and slot {word} has lost its init")
    public void loseInit(String slot) {
        world.device().pullPlug();
        CardOnPc.edit(world.device().card(), (pc, folder) -> pc.removeFromExt4(root(slot), INIT));
    }

    /** Puts it back. */
    @When("its plug is pulled, and slot {word} is given its init back")
    public void giveInit(String slot) {
        world.device().pullPlug();
        CardOnPc.edit(world.device().card(), (pc, folder) -> pc.linkOnExt4(root(slot), INIT, SYSTEMD));
    }

    /** Waits for its boot loader to take a slot again and again, with no first process in between. */
    @Then("it begins to boot slot {word} {int} times more, and gets no further")
    public void beginsOnly(String letter, int times) {
        Slot slot = Slot.slot(letter);
        for (int time = 1; time <= times; time++) {
            DeviceReport next = world.device().await(DeviceSteps.BOOT, "bootloader", "running");
            assertThat(next.is("bootloader", "root-part=" + slot.partition()))
                    .as("expected another try of slot %s, the device said: %s", letter, next)
                    .isTrue();
        }
    }

    private String root(String slot) {
        return world.label(PartitionRole.root(Slot.slot(slot)));
    }
}
