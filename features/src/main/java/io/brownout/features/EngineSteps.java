package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;

/** What a device's container engine does for its containers, and who looks after the engine. */
public final class EngineSteps {
    private static final Duration COMMAND = Duration.ofMinutes(3);

    private final World world;

    /** PicoContainer makes it. */
    public EngineSteps(World world) {
        this.world = world;
    }

    /** Lets a container ask the test machine for something; its answer finds back only to the device's own address. */
    @Then("its containers reach the network under the device's address")
    public void masquerade() {
        WebServer server = world.own(WebServer.saying("seen"));
        said(ServiceSteps.BUSYBOX_IMAGE);
        String answer = said("docker run --rm busybox:local /bin/busybox timeout 60 wget -q -O - http://%s:%d/ || true"
                .formatted(world.device().board().network().hostSeenFromBoard(), server.port()));
        assertThat(answer).as("what a container reads from the test machine").isEqualTo("seen");
        assertThat(said("iptables -t nat -S POSTROUTING"))
                .as("the rules for what leaves the device")
                .contains("-s 10.114.101.0/24 ! -o docker0 -j MASQUERADE");
    }

    /** Runs a container with a check of its own that fails once a file is there, and waits for the engine's word on both states. */
    @Then("a container that falls ill is reported as unhealthy")
    public void health() {
        said(ServiceSteps.BUSYBOX_IMAGE);
        said("docker run -d --name patient --health-cmd '/bin/busybox test ! -e /ill' --health-interval 2s"
                + " --health-retries 2 busybox:local /bin/busybox sleep 3600");
        assertThat(awaitHealth("healthy")).as("how the container is first").isEqualTo("healthy");
        said("docker exec patient /bin/busybox touch /ill");
        assertThat(awaitHealth("unhealthy"))
                .as("how it is when it has fallen ill")
                .isEqualTo("unhealthy");
        said("docker rm -f patient");
    }

    /** Waits for the engine's event, those of the last minute included, and returns what the engine says of the container then; the client ends by its time-out, a hundred seconds. */
    private String awaitHealth(String wanted) {
        said(
                "timeout 100 docker events --since 60s --filter container=patient --filter 'event=health_status: %s' --format x | head -n 1"
                        .formatted(wanted));
        return said("docker inspect -f '{{.State.Health.Status}}' patient");
    }

    /** Runs the check that the engine's watchdog lives by, and looks at the clock that nobody sets. */
    @Then("its engine's health check passes in less than {int} seconds")
    public void checkTime(int seconds) {
        String uptime = "read -r now idle </proc/uptime; echo ${now%.*}";
        String[] times = said("%1$s; /usr/lib/resin/check-engine && echo well; %1$s".formatted(uptime))
                .split("\\s+");
        assertThat(times).as("the time before, the verdict, and the time after").hasSize(3);
        assertThat(times[1]).as("the verdict of the health check").isEqualTo("well");
        assertThat(Long.parseLong(times[2]) - Long.parseLong(times[0]))
                .as("the seconds that the health check took")
                .isLessThan(seconds);
    }

    /** Stops the process below the engine that holds the containers, so that it is there and does nothing more. */
    @When("its containerd hangs")
    public void containerdHangs() {
        said("kill -STOP $(pidof containerd)");
    }

    private String said(String command) {
        return world.saidOnDevice(command, COMMAND);
    }
}
