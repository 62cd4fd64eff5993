package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.features.Mutant.Slip;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** Devices whose card image was made by others, and that say nothing in the language of device reports. */
public final class OwnImageSteps {
    /** A general-purpose system looks for hardware and makes keys; an emulated board takes its time for it. */
    private static final Duration BOOT = Duration.ofMinutes(15);

    private static final String PLAIN = "plain Debian";

    private final World world;

    /** PicoContainer makes it. */
    public OwnImageSteps(World world) {
        this.world = world;
    }

    /** Puts an unused card into a board, with a raw image of your own, by its path from where the program was started; or that of a {@code plain Debian}, which Debian's own tools make once. */
    @Given("a device with the card image {string}")
    public void cardImage(String image) {
        Device device = world.newDevice("device", image.equals(PLAIN) ? PlainDebian.card() : Path.of(image));
        if (world.slipped(Slip.OPTION_FORGOTTEN)) {
            CardOnPc.edit(device.card(), (pc, folder) -> pc.removeFromFat("BOOT", "initrd.img"));
        }
    }

    /** Waits for a line, or a prompt, that has this in it; after what was waited for before. */
    @Then("its console says {string}")
    public void says(String text) {
        world.device().board().console().expect(Pattern.compile(Pattern.quote(text)), Deadline.in(BOOT));
    }
}
