package io.brownout.features;

import static io.brownout.filesystem.PartitionRole.STATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.BoardAssert;
import io.brownout.board.DeviceReport;
import io.brownout.board.Slot;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.time.Duration;
import java.util.Optional;

/** Host OS updates: how a release reaches a device, and what the device makes of it. */
public final class UpdateSteps {
    static final Duration UPDATE = Duration.ofMinutes(12);
    /** The release after the one that scenarios update to. */
    private static final String NEXT = "2.0.0+rev3";

    private final World world;

    /** PicoContainer makes it. */
    public UpdateSteps(World world) {
        this.world = world;
    }

    /** Puts a release's update bundle on the data partition, where a device finds what it has downloaded. */
    @Given("release {word} has been downloaded to it")
    public void downloaded(String version) {
        stage(version, Optional.empty());
    }

    /** Stages a release without /sbin/init. */
    @Given("release {word} with no init has been downloaded to it")
    public void downloadedWithoutInit(String version) {
        stage(version, Optional.of("no-init"));
    }

    /** Stages a release whose kernel unpacks to more than the boot script has room for. */
    @Given("release {word} with an outgrown kernel has been downloaded to it")
    public void downloadedWithOutgrownKernel(String version) {
        stage(version, Optional.of("outgrown-kernel"));
    }

    /** Stages a release in which its user's program runs as well. */
    @Given("release {word}, on which that program writes too, has been downloaded to it")
    public void downloadedWithProgram(String version) {
        stage(version, Optional.of("busy"));
    }

    /** Stages a release whose container engine cannot start. */
    @Given("release {word} with a broken engine has been downloaded to it")
    public void downloadedWithBrokenEngine(String version) {
        stage(version, Optional.of("broken-engine"));
    }

    /** Stages a release whose health check fails. */
    @Given("an unhealthy release {word} has been downloaded to it")
    public void downloadedUnhealthy(String version) {
        stage(version, Optional.of("unhealthy"));
    }

    private void stage(String version, Optional<String> fault) {
        Release release = world.release(version, fault);
        world.offer(release);
        release.stageOn(world.device().card());
    }

    /** Waits for the update to be done, and for nothing less. */
    @Then("it installs the update and reboots")
    public void installs() {
        world.device().awaitSaying(UPDATE, "update-result", "result=done");
    }

    /** Waits for the update to fail, in this step, and for the device to have put things back. */
    @Then("it gives the update up in its step {word}")
    public void givesUp(String step) {
        world.device().awaitSaying(UPDATE, "update-result", "result=failed", "reason=in_step_" + step);
        world.device().await(DeviceSteps.BOOT, "idle");
    }

    /** Waits for the new release to be kept, which its health check decides. In the hour after a boot it always has: a device that says how many hours it has been up before it decided never will. */
    @Then("it keeps {word}")
    public void keeps(String version) {
        DeviceReport decision = world.device().await(DeviceSteps.BOOT, "committed", "rollback", "idle", "uptime");
        assertThat(decision.is("committed", "version=" + version))
                .as("expected %s to be kept, the device said: %s", version, decision)
                .isTrue();
        world.device().await(DeviceSteps.BOOT, "idle");
    }

    /** Counts what the bootloader tries before it gives a slot up. */
    @Then("it tries slot {word} {int} times")
    public void tries(String letter, int times) {
        Slot slot = Slot.slot(letter);
        for (int attempt = 1; attempt <= times; attempt++) {
            world.device()
                    .awaitSaying(
                            DeviceSteps.BOOT, "bootloader", "root-part=" + slot.partition(), "bootcount=" + attempt);
        }
        DeviceReport next = world.device().await(DeviceSteps.BOOT, "bootloader", "running");
        assertThat(next.is("bootloader", "root-part=" + slot.other().partition()))
                .as("expected the other slot after %d attempts, the device said: %s", times, next)
                .isTrue();
    }

    /** Waits until the old release is back and says why, then looks for the mark that it keeps. */
    @Then("it rolls back to {word} in slot {word}, as {word}")
    public void rollsBack(String version, String slot, String kind) {
        DeviceReport decision = world.device().await(UPDATE, "rollback", "committed");
        assertThat(decision.is("rollback", "kind=" + kind))
                .as("expected a rollback as %s, the device said: %s", kind, decision)
                .isTrue();
        world.device().awaitSaying(UPDATE, "rolled-back", "kind=" + kind, "slot=" + slot, "version=" + version);
        world.device().await(DeviceSteps.BOOT, "idle");
        world.device().pullPlug();
        String mark = "/rollback-%s-triggered".formatted(kind);
        boolean marked = CardOnPc.copyOf(world.device().card(), pc -> pc.existsOnExt4(pc.label(STATE), mark));
        assertThat(marked).as("the mark %s on the state partition", mark).isTrue();
    }

    /** After a power loss: whichever slot it is, it must be the whole release that belongs there. */
    @Then("it boots the old or the new release, whole")
    public void oldOrNew() {
        DeviceReport running = world.device().await(DeviceSteps.BOOT, "running");
        boolean old = running.is("running", "slot=A", "version=" + world.deviceVersion());
        boolean updated =
                running.is("running", "slot=B", "version=" + world.offered().version());
        assertThat(old || updated)
                .as("expected the old or the new release, the device said: %s", running)
                .isTrue();
    }

    /** The device takes an update that was interrupted up again by itself; one that was not is followed by the next release. Either must end well. */
    @Then("a second update succeeds")
    public void secondUpdate() {
        if (world.device().story().lastBoot().flatMap(boot -> boot.slot()).equals(Optional.of(Slot.B))) {
            keeps(world.offered().version());
            world.device().pullPlug();
            downloaded(NEXT);
            world.device().switchOn();
        }
        DeviceReport next = world.device().await(UPDATE, "update-result", "idle");
        assertThat(next.is("update-result", "result=done"))
                .as("expected a second update, the device said: %s", next)
                .isTrue();
        keeps(world.offered().version());
        BoardAssert.assertThat(world.device().board()).runs(world.offered().version());
    }

    /** Puts the user's files on the card. */
    @Given("its user keeps files on it")
    public void userKeepsFiles() {
        world.userFiles().putOn(world.device().card());
    }

    /** Unplugs the device, takes the card out and compares what the user put there. */
    @Then("its user's files are intact")
    public void filesIntact() {
        world.device().pullPlug();
        CardOnPc.copyOf(world.device().card(), pc -> {
            world.userFiles().assertIntactOn(pc);
            return pc;
        });
    }

    /** Unplugs the device, takes the card out and checks its file systems. */
    @Then("its file systems are sound")
    public void soundFileSystems() {
        world.device().pullPlug();
        assertThat(CardOnPc.copyOf(world.device().card(), CardOnPc::damage))
                .as("what a check of the card's file systems finds")
                .isEmpty();
    }
}
