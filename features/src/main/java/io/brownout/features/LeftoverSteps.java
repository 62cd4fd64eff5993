package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.card.Card;
import io.brownout.filesystem.FileListing;
import io.brownout.filesystem.PartitionRole;
import io.cucumber.java.en.Then;
import java.util.List;
import java.util.regex.Pattern;

/** What interrupted writes leave on the boot partition: copies that never became files, and what fsck rescued of them. In the field they filled it (balenahup#373). */
public final class LeftoverSteps {
    /** Hidden copies of the update agent, those of its careful twin, and chains of clusters that fsck.fat made files of. */
    private static final Pattern LEFTOVER = Pattern.compile(
            "/(.*/)?(\\.[^/]+\\.(md5sum|tmp)|fatrw\\d{3}\\.tmp|fsck\\d{4}\\.rec)", Pattern.CASE_INSENSITIVE);

    private final World world;

    /** PicoContainer makes it. */
    public LeftoverSteps(World world) {
        this.world = world;
    }

    /** Looks at the card of a device whose power has gone. */
    @Then("something is left over on its resin-boot")
    public void somethingLeft() {
        assertThat(leftovers()).as("what the cut has left on resin-boot").isNotEmpty();
    }

    /** Pulls the plug of a device that has come to rest, and looks at its card. */
    @Then("nothing is left over on its resin-boot")
    public void nothingLeft() {
        world.device().pullPlug();
        assertThat(leftovers()).as("leftovers on resin-boot").isEmpty();
    }

    private List<String> leftovers() {
        Card card = world.device().card();
        FileListing boot = FileListing.of(card.view(), card.partition(PartitionRole.BOOT));
        return boot.files().keySet().stream()
                .filter(path -> LEFTOVER.matcher(path).matches())
                .toList();
    }
}
