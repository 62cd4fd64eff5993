package io.brownout.features;

import static io.brownout.filesystem.PartitionRole.DATA;
import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.card.Card;
import io.brownout.card.CardHistory;
import io.brownout.card.StateId;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.LongStream;

/** The images in the store of a device's container engine, as they lie on its card. */
public final class EngineStoreSteps {
    private static final String STORE = "/docker";
    /** Moments that are looked at, of all those at which the power could have gone. */
    private static final int MOMENTS = 24;

    private final World world;

    /** PicoContainer makes it. */
    public EngineStoreSteps(World world) {
        this.world = world;
    }

    /** Unplugs the device, and compares each file of each image with what it should be. */
    @Then("every file of its container images is whole")
    public void whole() {
        world.device().pullPlug();
        EngineStore.Found found = CardOnPc.copyOf(world.device().card(), EngineStoreSteps::check);
        assertThat(found.files())
                .as("files in the %d layers of its container images", found.layers())
                .isPositive();
        assertThat(found.damage())
                .as("what is wrong with files of its container images, of %d", found.files())
                .isEmpty();
    }

    /** Goes through the moments since its engine began to take images in, and puts the card back to the one at which most files of those that the engine believes to have were not whole. */
    @When("its power had gone when most files of its container images were not on its card yet")
    public void worstMoment() {
        world.device().pullPlug();
        Card card = world.device().card();
        long begin = card.journal()
                .marks()
                .filter(mark -> mark.text().startsWith("device: image-load"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "expected the device to say image-load when its engine takes an image in, it never has"))
                .write();
        long end = card.journal().writes();
        CardHistory history = card.history();
        Moment worst = LongStream.rangeClosed(1, MOMENTS)
                .mapToObj(it -> StateId.after(begin + (end - begin) * it / MOMENTS))
                .map(state -> new Moment(state, CardOnPc.copyOf(card, history, state, EngineStoreSteps::check)))
                .max(Comparator.comparingInt(it -> it.found().damage().size()))
                .orElseThrow();
        assertThat(worst.found().damage())
                .as(
                        "files of container images that were not whole at the worst of %d moments from write %d to write %d",
                        MOMENTS, begin, end)
                .isNotEmpty();
        world.wornDevice("device-cut", worst.state(), "ideal");
    }

    /** What an engine would have found in its store. */
    private record Moment(StateId state, EngineStore.Found found) {}

    private static EngineStore.Found check(CardOnPc pc) throws IOException {
        Path copy = pc.scratch().resolve("engine-store");
        pc.copyFolderFromExt4(pc.label(DATA), STORE + "/image", copy);
        pc.copyFolderFromExt4(pc.label(DATA), STORE + "/overlay2", copy);
        return new EngineStore(copy).check();
    }
}
