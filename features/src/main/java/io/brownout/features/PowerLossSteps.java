package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.ConsoleClosedException;
import io.brownout.board.RunEvent;
import io.brownout.board.Slot;
import io.brownout.card.FatTriggers;
import io.brownout.card.WriteTriggers;
import io.brownout.filesystem.PartitionRole;
import io.cucumber.java.en.When;
import java.nio.charset.StandardCharsets;

/** Somebody pulls the plug at a moment that has a meaning. Each step asserts that the cut landed where it says. */
public final class PowerLossSteps {
    /** A card that tears may, by the luck of its draw, keep them all: of so many that it hardly ever does. */
    private static final int MANY_SECTORS = 256;
    /** So many that a cut may fall into any step of an update of some 130,000 writes. */
    private static final int MOST_WRITES = 100_000;

    private final World world;

    /** PicoContainer makes it. */
    public PowerLossSteps(World world) {
        this.world = world;
    }

    /** Cuts well inside of the writing of a partition. */
    @When("it is switched on, and loses power while {word} is being written")
    public void whileWritten(String label) {
        RunEvent.CardCut cut =
                world.device().switchOnUntilCut(WriteTriggers.intoPartition(label, 20_000), UpdateSteps.UPDATE);
        assertThat(cut.partition()).as("where the power went").isEqualTo(label);
        assertThat(lastUpdateStep())
                .as("the step of the update in which the power went")
                .isEqualTo("unpack");
    }

    /** Cuts well inside of the copying of boot files. */
    @When("it is switched on, and loses power while boot files are being copied")
    public void whileBootFilesAreCopied() {
        String boot = world.label(PartitionRole.BOOT);
        RunEvent.CardCut cut =
                world.device().switchOnUntilCut(WriteTriggers.intoPartition(boot, 5_000), UpdateSteps.UPDATE);
        assertThat(cut.partition()).as("where the power went").isEqualTo(boot);
        assertThat(lastUpdateStep())
                .as("the step of the update in which the power went")
                .isEqualTo("1-bootfiles");
    }

    /** Cuts at the write that makes the bootloader choose the other slot. */
    @When("it is switched on, and loses power at the write that makes {word} name slot {word}")
    public void atCommit(String file, String slot) {
        String boot = world.label(PartitionRole.BOOT);
        String line = "resin_root_part=" + Slot.slot(slot).partition();
        RunEvent.CardCut cut = world.device()
                .switchOnUntilCut(
                        FatTriggers.fileNamesNewContent(
                                boot, file, content -> new String(content, StandardCharsets.US_ASCII).contains(line)),
                        UpdateSteps.UPDATE);
        assertThat(cut.partition()).as("where the power went").isEqualTo(boot);
        assertThat(lastUpdateStep())
                .as("the step of the update in which the power went")
                .isEqualTo("99-resin-uboot");
    }

    /** Cuts inside of a run of consecutive sectors, which QEMU's card model makes of one command. */
    @When("it is switched on, and loses power in the middle of a command of many sectors to {word}")
    public void insideCommand(String label) {
        RunEvent.CardCut cut =
                world.device().switchOnUntilCut(WriteTriggers.insideRun(label, MANY_SECTORS), UpdateSteps.UPDATE);
        assertThat(cut.partition()).as("where the power went").isEqualTo(label);
        assertThat(cut.lostWrites())
                .as("acknowledged sectors of the command that did not survive")
                .isPositive();
    }

    /** Cuts in each of the first boots of what was installed, once its initramfs has begun: each is an attempt that the boot loader counts. */
    @When("it loses power in each of the first {int} boots of the new release")
    public void inFirstBoots(int boots) {
        for (int attempt = 1; attempt <= boots; attempt++) {
            world.device()
                    .awaitSaying(
                            UpdateSteps.UPDATE,
                            "bootloader",
                            "root-part=" + Slot.B.partition(),
                            "bootcount=" + attempt);
            world.device().await(DeviceSteps.BOOT, "init");
            world.device().pullPlug();
            world.device().switchOn();
        }
    }

    /** Takes its power for milliseconds, again and again: it comes as far as its boot loader in between, and is left with power. */
    @When("its power browns out {int} times")
    public void brownOut(int times) {
        for (int time = 1; time <= times; time++) {
            world.device().pullPlug();
            world.device().switchOn();
            if (time < times) {
                world.device().await(DeviceSteps.BOOT, "bootloader");
            }
        }
    }

    /** Switches it on again and again. Each time its power goes at a write that is drawn from the run's seed, or, if it does not write so much, once nothing is pending. */
    @When("its mains fail {int} times")
    public void mainsFail(int times) {
        Device device = world.device();
        int cutWhileWriting = 0;
        for (int time = 0; time < times; time++) {
            device.card().cutAfterWrite(device.card().journal().writes() + world.drawn(MOST_WRITES) + 1);
            device.switchOn();
            cutWhileWriting += cutBeforeIdle(device) ? 1 : 0;
            device.pullPlug();
        }
        assertThat(cutWhileWriting)
                .as("how often the power went while something was written, of %d times", times)
                .isPositive();
    }

    private static boolean cutBeforeIdle(Device device) {
        try {
            device.await(UpdateSteps.UPDATE, "idle");
            return false;
        } catch (ConsoleClosedException e) {
            return true;
        }
    }

    private String lastUpdateStep() {
        return world.device()
                .story()
                .lastBoot()
                .flatMap(boot -> boot.last("update"))
                .flatMap(report -> report.value("step"))
                .orElse("(none)");
    }
}
