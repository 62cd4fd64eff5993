package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.UsageException;
import io.brownout.fleet.Application;
import io.brownout.stack.FleetApplication;
import io.brownout.stack.FleetBackend;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The backend of a fleet and what its developers do. It runs on this machine, takes root, and ends with the scenario. */
public final class FleetSteps {
    private static final Duration START = Duration.ofMinutes(5);
    /** A first start takes the supervisor's image in; then it registers and pulls. */
    private static final Duration ARRIVAL = Duration.ofMinutes(10);

    private static final String DEVICE_TYPE = "raspberrypi3-64";

    private final World world;
    private @Nullable FleetApplication application;

    /** PicoContainer makes it. */
    public FleetSteps(World world) {
        this.world = world;
    }

    /** Starts a backend, and makes the application and its user. */
    @Given("a fleet with the application {word}")
    public void fleet(String name) {
        Path folder = world.scratch("fleet");
        FleetBackend backend = world.own(FleetBackend.start(
                new FleetBackend.Places(
                        folder,
                        world.images().cache().resolveSibling("engine"),
                        world.images().recipeFolder(),
                        world.images().cache()),
                world.within(START)));
        application = FleetApplication.create(backend, Application.atRemote(name), DEVICE_TYPE);
    }

    /** Pushes a project of one Dockerfile with the developer's own git, and waits until it is built. */
    @Given("a developer has pushed a program to it that says {string}")
    public void pushed(String words) throws IOException {
        Path project = world.scratch("project");
        Files.writeString(project.resolve("Dockerfile.template"), """
                FROM resin/%%RESIN_ARCH%%-busybox:1
                COPY program /program
                CMD ["/bin/sh", "/program"]
                """);
        Files.writeString(project.resolve("program"), "while echo '%s'; do sleep 2; done\n".formatted(words));
        git(project, "init", "-q", "-b", "master");
        git(project, "add", "-A");
        git(project, "-c", "user.name=Anna", "-c", "user.email=anna@example.org", "commit", "-q", "-m", words);
        git(project, "push", "-q", application().remote(), "master");
    }

    private static void git(Path project, String... arguments) {
        String[] command = new String[arguments.length + 3];
        command[0] = "git";
        command[1] = "-C";
        command[2] = project.toString();
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        HostTool.run(command);
    }

    /** Puts what its maker downloads from the fleet for a new device into its config.json. */
    @Given("its config.json is that of a new device of the fleet")
    public void joins() {
        ConfigJson.edit(
                world.device().card(),
                config -> application().deviceConfig().forEach((key, value) -> config.putPOJO(key, value)));
    }

    /** Waits until a container on the device says it. */
    @Then("it runs what was pushed, and {string} is heard")
    public void runs(String words) {
        world.device().awaitIdle(ARRIVAL);
        assertThat(world.saidOnDevice("journalctl -f -o cat -n 500 | grep -m 1 '%s'".formatted(words), ARRIVAL))
                .isEqualTo(words);
    }

    /** Listens to all containers for five of their lines, and a line comes each two seconds. */
    @Then("{string} is heard no more")
    public void silent(String words) {
        assertThat(world.saidOnDevice("journalctl -f -o cat -n 0 | grep -m 5 ' is open'", ARRIVAL))
                .doesNotContain(words);
    }

    /** Asks the API, which hears of the device's state when it is reported: within ten seconds. */
    @Then("its fleet says that it is {word}")
    public void stateIs(String state) {
        String uuid = world.saidOnDevice("jq -r .uuid /mnt/boot/config.json", ARRIVAL);
        var deadline = world.within(ARRIVAL);
        String seen = application().stateOf(uuid);
        while (!seen.equals(state) && !deadline.left().isZero()) {
            world.saidOnDevice("sleep 1", ARRIVAL);
            seen = application().stateOf(uuid);
        }
        assertThat(seen).as("what the fleet says of %s", uuid).isEqualTo(state);
    }

    private FleetApplication application() {
        if (application == null) {
            throw new UsageException("the scenario speaks of a fleet before there is one");
        }
        return application;
    }
}
