package io.brownout.features;

import static io.brownout.filesystem.PartitionRole.DATA;
import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Slot;
import io.brownout.features.Mutant.Slip;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionRole;
import io.brownout.filesystem.SectorView;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The partitions of a device's card, and what its roots hold. */
public final class LayoutSteps {
    private static final long GIB = 1L << 30;
    /** What growing may leave over: a group of an ext4 that would be too small to be one. */
    private static final long ROUNDING = 4 * 1024 * 1024 / SectorView.SECTOR_BYTES;

    private final World world;

    /** PicoContainer makes it. */
    public LayoutSteps(World world) {
        this.world = world;
    }

    /** Puts an unused card of a size into a board. */
    @Given("a device with {word} {word} on a card of {long} GiB")
    public void newDeviceOnLargeCard(String recipe, String version, long gibibytes) {
        world.newDevice("device", recipe, version, gibibytes * GIB);
    }

    /** Compares partition and file system with the card. */
    @Then("its data partition reaches to the end of its card")
    public void dataReachesEnd() {
        world.device().pullPlug();
        Partition data = world.device().card().partition(DATA);
        long end = world.device().card().sizeBytes() / SectorView.SECTOR_BYTES;
        assertThat(data.endSector())
                .as("the sector after %s on a card of %d", data.label(), end)
                .isEqualTo(end);
        assertThat(new CardContents(world.device().card()).sectorsOfExt4(data.label()))
                .as("sectors of %s that its file system takes", data.label())
                .isBetween(data.sectors() - ROUNDING, data.sectors());
    }

    /** Looks into a root that no release has been written to. */
    @Then("there is nothing on {word}")
    public void nothingOn(String label) {
        world.device().pullPlug();
        assertThat(new CardContents(world.device().card()).names(label, "/"))
                .as("what lies on " + label)
                .containsOnly("lost+found");
    }

    /** Reads os-release, and what greets whoever logs in. */
    @Then("slot {word} says in os-release, issue and issue.net that it is {word} for {word}")
    public void names(String slot, String version, String slug) {
        world.device().pullPlug();
        assertThat(text(slot, "/usr/lib/os-release").lines())
                .as("os-release of slot " + slot)
                .contains(
                        "ID=resinos",
                        "NAME=\"ResinOS (Brownout reference)\"",
                        "VERSION=\"" + version + "\"",
                        "VERSION_ID=\"" + version + "\"",
                        "PRETTY_NAME=\"ResinOS " + version + " (Brownout reference)\"",
                        "MACHINE=\"" + slug + "\"",
                        "SLUG=\"" + slug + "\"");
        assertThat(text(slot, "/etc/issue")).as("issue").startsWith("ResinOS " + version + " ");
        assertThat(text(slot, "/etc/issue.net")).as("issue.net").startsWith("ResinOS " + version + " ");
    }

    private String root(String slot) {
        return world.label(PartitionRole.root(Slot.slot(slot)));
    }

    private String text(String slot, String path) {
        return new CardContents(world.device().card())
                .file(root(slot), path)
                .map(it -> new String(it, StandardCharsets.UTF_8))
                .orElse("");
    }

    /** Holds each file of a root against the digests that its release brought. */
    @Then("every file of slot {word} is as it was released")
    public void asReleased(String slot) {
        world.device().pullPlug();
        if (world.slipped(Slip.FILE_SPOILT)) {
            spoil(slot);
        }
        assertThat(Fingerprint.of(new CardContents(world.device().card()), root(slot))
                        .differences())
                .as("files of slot %s that are not as resinos.fingerprint says", slot)
                .isEmpty();
    }

    private void spoil(String slot) {
        CardOnPc.edit(world.device().card(), (pc, folder) -> {
            Path file = Files.writeString(folder.resolve("hosts"), "127.0.0.1 elsewhere\n", StandardCharsets.UTF_8);
            pc.putOnExt4(root(slot), "/etc", Map.of("hosts", file));
        });
    }
}
