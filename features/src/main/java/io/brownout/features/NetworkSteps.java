package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.DeviceReport;
import io.brownout.board.HarnessException;
import io.brownout.filesystem.PartitionRole;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A device with a network: what is offered to it there, and what it is told over ssh. */
public final class NetworkSteps {
    private static final Duration COMMAND = Duration.ofMinutes(2);
    private static final String PAYLOAD = "root.tar.zst";
    private static final String TIMING = "timing.conf";
    private static final long MIB = 1L << 20;

    private final World world;

    /** PicoContainer makes it. */
    public NetworkSteps(World world) {
        this.world = world;
    }

    /** Serves a release's bundle over HTTP, and lets the device know who may log in. */
    @Given("release {word} is offered on the network")
    public void offered(String version) {
        offer(version, Release::bundle, Long.MAX_VALUE);
    }

    /** Serves a bundle in whose manifest one character is another one. */
    @Given("release {word} is offered on the network, changed on its way")
    public void offeredChanged(String version) {
        offer(version, it -> spoilt(it.bundle(), "manifest"), Long.MAX_VALUE);
    }

    /** Serves a bundle whose manifest is what its vendor has signed, and in whose payload one byte is another one. */
    @Given("release {word} is offered on the network, its payload changed on its way")
    public void offeredWithAnotherPayload(String version) {
        offer(version, it -> spoilt(it.bundle(), PAYLOAD), Long.MAX_VALUE);
    }

    /** Serves what describes a release, and not the release. */
    @Given("release {word} is offered on the network, without its payload")
    public void offeredWithoutPayload(String version) {
        offer(version, it -> withoutPayload(it.bundle()), Long.MAX_VALUE);
    }

    /** Serves a bundle over a line on which no connection brings more than so much. */
    @Given("release {word} is offered on the network, over a line that breaks after each {long} MiB")
    public void offeredOverBreakingLine(String version, long mebibytes) {
        offer(version, Release::bundle, mebibytes * MIB);
    }

    /** Serves a release whose VPN client cannot start. */
    @Given("release {word} with a broken VPN is offered on the network")
    public void offeredWithBrokenVpn(String version) {
        offer(world.release(version, Optional.of("broken-vpn")), Release::bundle, Long.MAX_VALUE);
    }

    private void offer(String version, Function<Release, Path> bundle, long breaksAfter) {
        offer(world.release(version, Optional.empty()), bundle, breaksAfter);
    }

    private void offer(Release release, Function<Release, Path> bundle, long breaksAfter) {
        world.offer(release);
        world.serve(bundle.apply(release), breaksAfter);
        world.allowLogin();
    }

    private Path spoilt(Path bundle, String name) {
        return changed(bundle, folder -> {
            byte[] content = Files.readAllBytes(folder.resolve(name));
            content[content.length / 2] ^= 1;
            Files.write(folder.resolve(name), content);
        });
    }

    private Path withoutPayload(Path bundle) {
        return changed(bundle, folder -> Files.delete(folder.resolve(PAYLOAD)));
    }

    private interface Change {
        void make(Path folder) throws IOException;
    }

    private Path changed(Path bundle, Change change) {
        Path folder = world.scratch("changed-bundle");
        try (Stream<Path> files = Files.list(bundle)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
            change.make(folder);
            return folder;
        } catch (IOException e) {
            throw new HarnessException("a changed copy of the bundle could not be made: " + e.getMessage(), e);
        }
    }

    /** Writes its own waiting times for downloads onto the boot partition, as somebody does whose line is bad. */
    @Given("it gives a download that is silent for {int} seconds another try")
    public void patience(int seconds) {
        timing("download-timeout=" + seconds);
    }

    /** Writes its own number of tries onto the boot partition, of which each brought nothing. */
    @Given("it gives a download up after {int} tries in vain")
    public void tries(int tries) {
        timing("download-tries=" + tries);
    }

    /** Writes onto the boot partition how often a new release is asked for its health, a minute apart, before it is given up. */
    @Given("it asks a new release {int} times for its health")
    public void healthTries(int tries) {
        timing("health-tries=" + tries);
    }

    private void timing(String line) {
        CardOnPc.edit(
                world.device().card(),
                (pc, folder) -> pc.putOnFat(
                        pc.label(PartitionRole.BOOT),
                        Files.writeString(folder.resolve(TIMING), line + "\n", StandardCharsets.US_ASCII),
                        TIMING));
    }

    /** Lets the device know one key. */
    @Given("its owner has put a key for ssh into its config.json")
    public void keyInConfig() {
        world.allowLogin();
    }

    /** Logs in with the key that it knows. */
    @Then("whoever has that key can log in")
    public void canLogIn() {
        world.device().await(DeviceSteps.BOOT, "idle");
        assertThat(world.onDevice("true", COMMAND).status())
                .as("exit status of `true` over ssh")
                .isZero();
    }

    /** Tries a key that nobody knows, then no password. */
    @Then("nobody can log in with another key or an empty password")
    public void nobodyElse() {
        assertThat(RemoteShell.withNewKey()
                        .isLetIn(
                                world.device().board().network().forwarded(Workbench.SSH),
                                world.device().within(COMMAND)))
                .as("whether a stranger was let in")
                .isFalse();
    }

    /** Tells it over ssh to install what is offered. */
    @When("it is told over ssh to update")
    public void toldToUpdate() {
        world.device().await(DeviceSteps.BOOT, "idle");
        world.markUsage();
        // Its reboot comes seconds after the answer; how the update ended stands on its console as well.
        world.onDevice(update() + " -r", UpdateSteps.UPDATE);
    }

    /** Tells it over ssh to install what is offered, and to leave the reboot to somebody else. */
    @When("it is told over ssh to update, and not to reboot")
    public void toldNotToReboot() {
        world.device().await(DeviceSteps.BOOT, "idle");
        world.onDevice(update(), UpdateSteps.UPDATE);
        world.device().awaitSaying(UpdateSteps.UPDATE, "update-result", "result=done");
        world.markUsage();
    }

    /** Tells it over ssh to install what is offered, though it has been told before. */
    @When("it is told over ssh to update once more")
    public void toldOnceMore() {
        world.onDevice(update(), UpdateSteps.UPDATE);
    }

    /** Tells it over ssh to install what is offered, on its own: it is told and left, since the network may go meanwhile. */
    @When("it is told over ssh to update, and is left alone")
    public void toldAndLeft() {
        world.device().awaitIdle(DeviceSteps.BOOT);
        startUpdate();
    }

    /** Tells it over ssh to install what is offered, after it has refused to. */
    @When("it is told over ssh to try the update again")
    public void toldToTryAgain() {
        world.markUsage();
        world.onDevice(update() + " -r", UpdateSteps.UPDATE);
    }

    private void startUpdate() {
        world.saidOnDevice("setsid %s -r >/dev/null 2>&1 </dev/null &".formatted(update()), COMMAND);
    }

    /** Restarts it over ssh. */
    @When("it is told over ssh to reboot")
    public void toldToReboot() {
        world.onDevice("systemctl reboot", COMMAND);
    }

    /** Tells it over ssh to install what is offered, and pulls its network cable once so much of it has come. */
    @When("it is told over ssh to update, and its network cable is pulled once {long} MiB have come")
    public void cablePulled(long mebibytes) {
        world.device().await(DeviceSteps.BOOT, "idle");
        startUpdate();
        world.line().awaitCarried(mebibytes * MIB, world.device().within(UpdateSteps.UPDATE));
        world.device().board().network().unplug();
    }

    /** Waits until it has noticed that a download has stopped. */
    @Then("it notices that its download was interrupted")
    public void interrupted() {
        world.device().awaitSaying(UpdateSteps.UPDATE, "download", "interrupted=" + PAYLOAD);
    }

    /** Puts the cable back. */
    @When("its network cable is put back")
    public void cablePutBack() {
        world.device().board().network().plugIn();
    }

    private String update() {
        return "hostapp-update -f " + world.offeredAt();
    }

    /** Asks it over ssh what it runs. */
    @Then("it says over ssh that it runs {word}")
    public void saysItRuns(String version) {
        assertThat(world.onDevice("cat /etc/os-release", COMMAND).text())
                .as("its /etc/os-release")
                .contains("\"" + version + "\"");
    }

    /** Waits until it refuses, for this reason. */
    @Then("it refuses the update because of its {word}")
    public void refuses(String reason) {
        assertThat(refusal()).as("its reason").contains(reason);
    }

    /** Waits until it refuses, and looks for these words in what it says. */
    @Then("it refuses the update, since {string}")
    public void refusesSince(String reason) {
        assertThat(refusal()).as("its reason").contains(reason);
    }

    private String refusal() {
        DeviceReport report = world.device().await(UpdateSteps.UPDATE, "update-result");
        assertThat(report.is("update-result", "result=refused"))
                .as("expected a refusal, the device said: %s", report)
                .isTrue();
        return report.value("reason").orElse("").replace('_', ' ');
    }

    /** Looks at the line, which must have done what it was there for. */
    @Then("the line has broken at least {int} times")
    public void lineHasBroken(int times) {
        assertThat(world.line().broken()).as("how often the line has broken").isGreaterThanOrEqualTo(times);
    }

    /** Looks at what the card saw since it was told. */
    @Then("nothing was written to {word} since")
    public void nothingWritten(String label) {
        assertThat(world.device().card().usage().since(world.markedUsage()).bytesOf(label))
                .as("bytes written to %s since it was told to update", label)
                .isZero();
    }
}
