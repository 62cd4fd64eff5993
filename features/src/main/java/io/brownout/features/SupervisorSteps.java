package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.filesystem.PartitionRole;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/** The device's supervisor and the app that it keeps running. */
public final class SupervisorSteps {
    /** A first start takes the images in, on a busy machine; a later one takes a quarter of a minute on a quiet one. */
    private static final Duration START = Duration.ofMinutes(10);

    private static final Duration START_AGAIN = Duration.ofMinutes(4);
    private static final Duration COMMAND = Duration.ofMinutes(3);
    private static final String FOLDER = "/resin-data/resin-supervisor";
    static final String CONTAINER = "main_1_1_1111111111111111111111111111111111111111";

    /** One app of one service, in the form that a preloaded card has it. */
    private static final String APPS = """
            {"apps":{"11111111111111111111111111111111":{"id":1,"name":"depot","is_host":false,"class":"fleet","releases":{"1111111111111111111111111111111111111111":{"id":1,
             "services":{"main":{"id":1,"image_id":1,"image":"resin/aarch64-sample-app:v1","environment":{},"labels":{},"composition":{"restart":"always"}}},"volumes":{}}}}}}
            """;

    private final World world;

    /** PicoContainer makes it. */
    public SupervisorSteps(World world) {
        this.world = world;
    }

    /** Puts the target that a preloaded card has onto its data partition; the app's image is in the engine already. */
    @Given("its card was preloaded with the sample app")
    public void preloaded() {
        CardOnPc.edit(
                world.device().card(),
                (pc, folder) -> pc.putOnExt4(
                        pc.label(PartitionRole.DATA),
                        FOLDER,
                        Map.of("apps.json", Files.writeString(folder.resolve("apps.json"), APPS))));
    }

    /** Waits until its local API has answered, for the first time since the device has its power. */
    @Then("its supervisor starts")
    public void starts() {
        world.device().awaitSaying(START, "supervisor", "start=1");
    }

    /** Waits until it answers once more. */
    @Then("its supervisor starts again")
    public void startsAgain() {
        world.device().awaitSaying(START_AGAIN, "supervisor", "start=2");
    }

    /** Asks the local API, on the device. */
    @Then("its supervisor says that it is healthy")
    public void healthy() {
        assertThat(said("curl -sS -o /dev/null -w '%{http_code}' http://127.0.0.1:48484/v1/healthy"))
                .as("the answer of /v1/healthy")
                .isEqualTo("200");
    }

    /** Reads what the app's container says until it has said something. */
    @Then("the app runs")
    public void appRuns() {
        String heard = said(
                "journalctl -f -o cat -n 0 CONTAINER_NAME=%s | grep -m 1 'sample-app v1: line'".formatted(CONTAINER));
        assertThat(heard).contains("sample-app v1: line");
    }

    /** Removes the app's container by force, as somebody on the device may. */
    @When("the app's container is removed")
    public void containerRemoved() {
        said("docker rm -f " + CONTAINER);
    }

    /** Kills the supervisor's process. */
    @When("its supervisor is killed")
    public void killed() {
        said("docker kill -s KILL resin_supervisor");
    }

    private String said(String command) {
        return world.saidOnDevice(command, COMMAND);
    }
}
