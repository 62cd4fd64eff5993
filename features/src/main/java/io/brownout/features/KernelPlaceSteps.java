package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Slot;
import io.cucumber.java.en.Then;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where the boot script puts a kernel, and whether it fits there. A boot script that finds one too large leaves a file on the boot partition that names its slot, and does not start it. */
public final class KernelPlaceSteps {
    private static final String MARK = "kernel-outgrown";

    private final World world;

    /** PicoContainer makes it. */
    public KernelPlaceSteps(World world) {
        this.world = world;
    }

    /** Pulls the plug and reads the mark. */
    @Then("its boot partition says that the kernel of slot {word} has outgrown its place")
    public void outgrown(String slot) {
        assertThat(mark())
                .as("%s of the boot partition", MARK)
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("resin_root_part=" + Slot.slot(slot).partition()));
    }

    /** Pulls the plug and looks for the mark. */
    @Then("no kernel has outgrown its place")
    public void none() {
        assertThat(mark()).as("%s of the boot partition", MARK).isEmpty();
    }

    private Optional<String> mark() {
        world.device().pullPlug();
        return new CardContents(world.device().card())
                .boot()
                .read(MARK)
                .map(content -> new String(content, StandardCharsets.US_ASCII));
    }
}
