package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.card.Card;
import io.brownout.features.ConfigJson.Damage;
import io.brownout.features.Mutant.Slip;
import io.brownout.qemu.ImageName;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.Locale;
import java.util.Set;

/** config.json: what its owner writes into it, what becomes of it, and who the device still is. */
public final class ConfigJsonSteps {
    private final World world;

    /** PicoContainer makes it. */
    public ConfigJsonSteps(World world) {
        this.world = world;
    }

    /** Takes a device that has been in use, whose image was made with another boot partition than usual. */
    @Given("a device that has been running {word} {word}, with a FAT32 boot partition")
    public void settledWithFat32(String recipe, String version) {
        ImageName name = ImageName.of(recipe, version);
        world.usedDevice(
                "device", world.slipped(Slip.OPTION_FORGOTTEN) ? name : name.withOption(ImageName.Option.FAT32));
    }

    /** Looks at the boot partition as our own firmware stage does. */
    @Then("its boot partition is FAT{int}")
    public void bitsOfFat(int bits) {
        world.device().pullPlug();
        assertThat(new CardContents(world.device().card()).boot().bits())
                .as("bits of an entry of its table")
                .isEqualTo(bits);
    }

    /** Takes the card out and edits config.json as its owner would on a PC; true, false and words. */
    @When("its plug is pulled and {word} is set to {word} in its config.json")
    public void setOnPc(String key, String value) {
        world.device().pullPlug();
        ConfigJson.edit(world.device().card(), config -> {
            if (Set.of("true", "false").contains(value)) {
                config.put(key, Boolean.parseBoolean(value));
            } else {
                config.put(key, value);
            }
        });
    }

    /** Damages config.json: torn, empty, invalid or missing. */
    @When("its plug is pulled and its config.json is {word} afterwards")
    public void damaged(String how) {
        world.device().pullPlug();
        ConfigJson.damage(world.device().card(), Damage.valueOf(how.toUpperCase(Locale.ROOT)));
    }

    /** Writes another config.json in the place of what is there, as its vendor would. */
    @When("its plug is pulled and its vendor writes its config.json anew")
    public void writtenAnew() {
        world.device().pullPlug();
        ConfigJson.write(world.device().card(), Registration::fill);
    }

    /** Compares what it says of itself with what its vendor wrote and with the machine id that it had when the scenario began. */
    @Then("it is still the same device")
    public void sameDevice() {
        Card card = world.device().card();
        world.device()
                .awaitSaying(
                        UpdateSteps.UPDATE,
                        "identity",
                        "uuid=" + Registration.UUID,
                        "hostname=" + Registration.hostname(),
                        "machine-id=" + Registration.machineId(card.viewAtBegin(), card.roles()));
    }

    /** Takes the card out and looks for config.json, whole and with its keys, and for the machine id. */
    @Then("its card still holds its identity")
    public void identityOnCard() {
        world.device().pullPlug();
        Card card = world.device().card();
        assertThat(ConfigJson.read(card))
                .as("config.json on the boot partition")
                .hasValueSatisfying(config -> assertThat(Registration.isIn(config))
                        .as("uuid and deviceApiKey are those of its registration: %s", config)
                        .isTrue());
        assertThat(Registration.machineId(card.view(), card.roles()))
                .as("machine-id on the state partition")
                .isEqualTo(Registration.machineId(card.viewAtBegin(), card.roles()));
    }
}
