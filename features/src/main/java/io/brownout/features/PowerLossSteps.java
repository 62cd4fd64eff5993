package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.RunEvent;
import io.brownout.board.Slot;
import io.brownout.card.FatTriggers;
import io.brownout.card.WriteTriggers;
import io.cucumber.java.en.When;
import java.nio.charset.StandardCharsets;

/** Somebody pulls the plug at a moment that has a meaning. Each step asserts that the cut landed where it says. */
public final class PowerLossSteps {
    private static final int MANY_SECTORS = 8;

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

    /** Cuts at the write that makes the bootloader choose the other slot. */
    @When("it is switched on, and loses power at the write that makes {word} name slot {word}")
    public void atCommit(String file, String slot) {
        String line = "resin_root_part=" + Slot.slot(slot).partition();
        RunEvent.CardCut cut = world.device()
                .switchOnUntilCut(
                        FatTriggers.fileNamesNewContent(
                                "resin-boot",
                                file,
                                content -> new String(content, StandardCharsets.US_ASCII).contains(line)),
                        UpdateSteps.UPDATE);
        assertThat(cut.partition()).as("where the power went").isEqualTo("resin-boot");
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

    private String lastUpdateStep() {
        return world.device()
                .story()
                .lastBoot()
                .flatMap(boot -> boot.last("update"))
                .flatMap(report -> report.value("step"))
                .orElse("(none)");
    }
}
