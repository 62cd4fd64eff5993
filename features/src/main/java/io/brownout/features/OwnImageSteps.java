package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.card.Card;
import io.brownout.features.Mutant.Slip;
import io.brownout.filesystem.FatVolume;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** Devices whose card image was made by others, and that say nothing in the language of device reports. */
public final class OwnImageSteps {
    /** A general-purpose system looks for hardware and makes keys; an emulated board takes its time for it. */
    private static final Duration BOOT = Duration.ofMinutes(15);

    private static final String PLAIN = "plain Debian";
    private static final String CONFIG = "config.txt";

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
            forgetInitramfs(device.card());
        }
    }

    /** A kernel that finds no initramfs has no driver for its card. */
    private static void forgetInitramfs(Card card) {
        byte[] config =
                FatVolume.open(card.view(), card.partition("BOOT")).read(CONFIG).orElseThrow();
        String without = new String(config, StandardCharsets.ISO_8859_1).replaceAll("(?m)^initramfs .*$", "");
        CardOnPc.edit(
                card,
                (pc, folder) -> pc.putOnFat(
                        "BOOT",
                        Files.writeString(folder.resolve(CONFIG), without, StandardCharsets.ISO_8859_1),
                        CONFIG));
    }

    /** Waits for a line, or a prompt, that has this in it; after what was waited for before. */
    @Then("its console says {string}")
    public void says(String text) {
        world.device().board().console().expect(Pattern.compile(Pattern.quote(text)), Deadline.in(BOOT));
    }
}
