package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** A device with a network: what is offered to it there, and what it is told over ssh. */
public final class NetworkSteps {
    private static final Duration COMMAND = Duration.ofMinutes(2);

    private final World world;

    /** PicoContainer makes it. */
    public NetworkSteps(World world) {
        this.world = world;
    }

    /** Serves a release's bundle over HTTP, and lets the device know who may log in. */
    @Given("release {word} is offered on the network")
    public void offered(String version) {
        Release release = world.release(version, Optional.empty());
        world.offer(release);
        world.serve(release.bundle());
        world.allowLogin();
    }

    /** Serves a bundle in whose manifest one character is another one. */
    @Given("release {word} is offered on the network, changed on its way")
    public void offeredChanged(String version) {
        Release release = world.release(version, Optional.empty());
        world.offer(release);
        world.serve(changedCopy(release.bundle(), world.scratch("changed-bundle")));
        world.allowLogin();
    }

    private static Path changedCopy(Path bundle, Path folder) {
        try (Stream<Path> files = Files.list(bundle)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
            Path manifest = folder.resolve("manifest");
            String text = Files.readString(manifest);
            Files.writeString(manifest, text.replaceFirst("version=", "version=9"));
            return folder;
        } catch (java.io.IOException e) {
            throw new io.brownout.board.HarnessException(
                    "a changed copy of the bundle could not be made: " + e.getMessage(), e);
        }
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
        String address =
                "http://%s:%d".formatted(world.device().board().network().hostSeenFromBoard(), world.servedPort());
        // Its reboot comes seconds after the answer; how the update ended stands on its console as well.
        String command = "hostapp-update -f %s/ -r".formatted(address);
        world.onDevice(command, UpdateSteps.UPDATE);
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
        var report = world.device().await(UpdateSteps.UPDATE, "update-result");
        assertThat(report.is("update-result", "result=refused"))
                .as("the device said: %s", report)
                .isTrue();
        assertThat(report.value("reason"))
                .as("its reason")
                .hasValueSatisfying(seen -> assertThat(seen).contains(reason));
    }

    /** Looks at what the card saw since it was told. */
    @Then("nothing was written to {word} since")
    public void nothingWritten(String label) {
        assertThat(world.device().card().usage().since(world.markedUsage()).bytesOf(label))
                .as("bytes written to %s since it was told to update", label)
                .isZero();
    }
}
