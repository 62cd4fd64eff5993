package io.brownout.features;

import static io.brownout.filesystem.PartitionRole.BOOT;
import static io.brownout.filesystem.PartitionRole.DATA;
import static io.brownout.filesystem.PartitionRole.ROOT_A;
import static io.brownout.filesystem.PartitionRole.ROOT_B;
import static io.brownout.filesystem.PartitionRole.STATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.filesystem.PartitionRole;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** What a device keeps on resin-state and resin-data: over resets, in its journal, and for its clock. */
public final class StateSteps {
    private static final String CONNECTIONS = "/root-overlay/etc/NetworkManager/system-connections";
    private static final String MARK = "/remove_me_to_reset";
    private static final String JOURNAL = "/var/log/journal";
    private static final String CLOCK = "/last-known-time";
    private static final long DAY = 86_400;

    private final World world;
    private long lastKnown;

    /** PicoContainer makes it. */
    public StateSteps(World world) {
        this.world = world;
    }

    /** Puts a network connection over its root, as its owner has set it up. */
    @Given("it has learned the network {word}")
    public void learned(String network) {
        CardOnPc.edit(
                world.device().card(),
                (pc, folder) -> pc.putOnExt4(
                        pc.label(STATE),
                        CONNECTIONS,
                        Map.of(
                                network,
                                Files.writeString(
                                        folder.resolve(network),
                                        "[connection]\nid=" + network + "\n",
                                        StandardCharsets.UTF_8))));
    }

    /** Looks over its root. */
    @Then("it still knows the network {word}")
    public void knows(String network) {
        assertThat(networks()).as("connections over its root").contains(network);
    }

    /** Looks over its root, which must be there all the same. */
    @Then("it has forgotten the network {word}")
    public void forgotten(String network) {
        assertThat(networks()).as("connections over its root").doesNotContain(network);
        assertThat(contents().exists(world.label(STATE), CONNECTIONS))
                .as("%s is there again on %s", CONNECTIONS, world.label(STATE))
                .isTrue();
    }

    private List<String> networks() {
        return contents().names(world.label(STATE), CONNECTIONS);
    }

    private CardContents contents() {
        world.device().pullPlug();
        return new CardContents(world.device().card());
    }

    /** Asks for a reset as ResinOS has it: the mark is removed from a partition. */
    @When("its plug is pulled and the mark against a reset is removed from {word}")
    public void markRemoved(String label) {
        world.device().pullPlug();
        CardOnPc.edit(world.device().card(), (pc, folder) -> pc.removeFromExt4(label, MARK));
    }

    /** Looks for all that its user put there. */
    @Then("its user's files are gone")
    public void userFilesGone() {
        assertThat(contents().names(world.label(DATA), "/user"))
                .as("files of its user")
                .isEmpty();
    }

    /** The journal has files on the card. */
    @Then("its journal is on resin-data")
    public void journalOnData() {
        assertThat(contents().names(world.label(DATA), JOURNAL))
                .as("journals on " + world.label(DATA))
                .hasSize(1);
    }

    /** The journal has no files on the card, not even old ones. */
    @Then("no journal is on its card")
    public void noJournal() {
        assertThat(contents().exists(world.label(DATA), JOURNAL))
                .as("%s on %s is there", JOURNAL, world.label(DATA))
                .isFalse();
    }

    /** Leaves every ext4 as a kernel does that has found an error in it. */
    @Given("each of its ext4 file systems was left with an error")
    public void leftWithErrors() {
        CardOnPc.edit(world.device().card(), (pc, folder) -> {
            for (PartitionRole role : List.of(ROOT_A, ROOT_B, STATE, DATA)) {
                pc.leaveWithErrors(pc.label(role));
            }
        });
    }

    /** Waits for what each check of an ext4 found: clean or repaired. What a cut leaves on the boot partition is another thing: the mark of a FAT that was in use. */
    @Then("it finds each of its ext4 file systems {word}")
    public void foundEach(String result) {
        for (PartitionRole role : List.of(BOOT, ROOT_A, ROOT_B, STATE, DATA)) {
            String label = world.label(role);
            if (role == BOOT) {
                world.device().awaitSaying(DeviceSteps.BOOT, "fsck", "label=" + label);
            } else {
                world.device().awaitSaying(DeviceSteps.BOOT, "fsck", "label=" + label, "result=" + result);
            }
        }
    }

    /** Gives it a last known time, as a device has that has been up for long. */
    @Given("it last knew a time {long} days after its image was made")
    public void lastKnewTime(long days) {
        lastKnown = world.deviceImage().epoch().getEpochSecond() + days * DAY;
        CardOnPc.edit(world.device().card(), (pc, folder) -> pc.setTimeOnExt4(pc.label(STATE), CLOCK, lastKnown));
    }

    /** Compares its clock with the latest time that it is known to have known. */
    @Then("its clock is not behind the last time it knew")
    public void clockNotBehind() {
        long now = world.device()
                .await(DeviceSteps.BOOT, "clock")
                .value("now")
                .map(Long::parseLong)
                .orElse(0L);
        assertThat(now)
                .as("its clock, in seconds since 1970, against the last time it knew")
                .isGreaterThanOrEqualTo(lastKnown);
        lastKnown = now;
    }
}
