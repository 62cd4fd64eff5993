package io.brownout.features;

import static io.brownout.filesystem.PartitionRole.DATA;
import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program of the device's user that writes all the time. Its records are numbered, and each was on the card before the next was begun. */
public final class UserProgramSteps {
    private static final String RECORDS = "/busy/records";

    private final World world;

    /** PicoContainer makes it. */
    public UserProgramSteps(World world) {
        this.world = world;
    }

    /** Takes a device that has been in use, with the program in its image. */
    @Given("a device that has been running {word} {word}, on which a program writes all the time")
    public void busyDevice(String recipe, String version) {
        world.usedDeviceWithService("device", recipe, version, "busy");
    }

    /** Takes the card out and reads what the program wrote. */
    @Then("its program has written at least {int} records, and has lost none")
    public void recordsWhole(int atLeast) {
        world.device().pullPlug();
        List<String> records = new CardContents(world.device().card())
                .file(world.label(DATA), RECORDS)
                .map(it -> new String(it, StandardCharsets.US_ASCII).lines().toList())
                .orElse(List.of());
        assertThat(records).as("records of the program").hasSizeGreaterThanOrEqualTo(atLeast);
        for (int number = 1; number <= records.size(); number++) {
            assertThat(records.get(number - 1)).as("record %d", number).isEqualTo("record " + number);
        }
    }
}
