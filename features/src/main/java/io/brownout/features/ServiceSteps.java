package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.UsageException;
import io.brownout.stack.EngineClient;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The services of a device with a network: its container engine, its networks and its names, as their user sees them from the outside and over ssh. */
public final class ServiceSteps {
    private static final Duration COMMAND = Duration.ofMinutes(3);
    private static final Duration START = Duration.ofMinutes(5);

    /** A container's whole file system: the device's own busybox, which needs no library. */
    static final String BUSYBOX_IMAGE = """
            mkdir -p /run/busybox/bin && cp /usr/bin/busybox /run/busybox/bin/ && ln -sf busybox /run/busybox/bin/sh \
            && tar -c -C /run/busybox . | docker import - busybox:local >/dev/null""";

    private final World world;
    private @Nullable NameServer nameServer;

    /** PicoContainer makes it. */
    public ServiceSteps(World world) {
        this.world = world;
    }

    /** Takes a device that has been in use, whose engine needs a second start at each boot, as it does where its containerd is slow to come up. */
    @Given("a device that has been running {word} {word}, whose engine fails to start at first")
    public void engineFailsAtFirst(String recipe, String version) {
        world.usedDeviceWithService("device", recipe, version, "engine-fails-once");
    }

    /** Changes config.json so that the engine is to listen on another port. */
    @Given("its config.json asks for the engine port {int}")
    public void enginePort(int port) {
        ConfigJson.edit(world.device().card(), config -> config.put("enginePort", port));
    }

    /** Starts a name server on the test machine that knows one name, and names it to the device. */
    @Given("its config.json asks for a name server that knows {word} as {word}")
    public void nameServer(String name, String address) {
        NameServer server =
                world.own(NameServer.knowing(name, address, world.device().within(COMMAND)));
        nameServer = server;
        ConfigJson.edit(
                world.device().card(),
                config -> config.put(
                        "dnsServers",
                        "%s#%d".formatted(world.device().board().network().hostSeenFromBoard(), server.port())));
    }

    /** Puts a profile for the wired network onto the boot partition, as its owner does on a PC. It keeps the address that ports are forwarded to, so that the device can be asked. */
    @Given("a profile on its boot partition gives it the address {word}")
    public void staticAddress(String address) {
        NetworkProfile.put(world.device().card(), "wired", """
                [connection]
                id=wired
                type=ethernet
                autoconnect-priority=10

                [ipv4]
                method=manual
                address1=10.0.2.15/24,10.0.2.2
                address2=%s/24

                [ipv6]
                method=disabled
                """.formatted(address));
    }

    /** Puts something beside it that is no profile. */
    @Given("a damaged profile and a folder lie beside it")
    public void damagedProfile() {
        NetworkProfile.put(world.device().card(), "a-damaged-one", "[connection\nid=\0\0\0\n");
        NetworkProfile.makeFolder(world.device().card(), "a-folder");
    }

    /** Waits until it has started, for the first time since it has its power. */
    @Then("its container engine starts")
    public void engineStarts() {
        world.device().awaitSaying(START, "engine", "start=1");
    }

    /** Waits until it has started once more, by itself. */
    @Then("its container engine starts again")
    public void engineStartsAgain() {
        world.device().awaitSaying(START, "engine", "start=2");
    }

    /** Kills the engine's process as a lack of memory would. */
    @When("its container engine is killed")
    public void engineKilled() {
        world.device().await(START, "idle");
        saidBy("kill -9 $(pidof dockerd)");
    }

    /** Starts a container of busybox's that counts, whatever happens to it, again. */
    @When("a container that is to run always is started on it")
    public void containerStarted() {
        saidBy(BUSYBOX_IMAGE);
        saidBy("docker run -d --name counter --restart always busybox:local /bin/sh -c "
                + "'while /bin/busybox sleep 1; do echo tick; done'");
    }

    /** Waits until the container has said something since it was started last. */
    @Then("the container runs again")
    public void containerRuns() {
        String log =
                "docker logs --since \"$(docker inspect -f {{.State.StartedAt}} counter)\" -f counter | grep -m 1 tick";
        assertThat(saidBy(log)).contains("tick");
    }

    /** Asks for the engine's API from the outside. */
    @Then("its container engine answers on port {int}")
    public void engineAnswers(int port) {
        InetSocketAddress address = world.device().board().network().forwarded(port);
        assertThat(EngineClient.answersAt(address))
                .as("an engine answers on port %d of the device", port)
                .isTrue();
        EngineClient engine = world.own(EngineClient.at(address));
        assertThat(engine.version())
                .as("the version that the engine says on port %d", port)
                .startsWith("26.");
    }

    /** Looks for the engine's API from the outside where a production device must not have it. */
    @Then("its container engine answers on no port")
    public void engineIsClosed() {
        for (int port : Workbench.ENGINE) {
            InetSocketAddress address = world.device().board().network().forwarded(port);
            assertThat(EngineClient.answersAt(address))
                    .as("an engine answers on port %d of the device", port)
                    .isFalse();
        }
    }

    /** Asks the device and a container on it. */
    @Then("the device and its containers know {word} as {word}")
    public void know(String name, String address) {
        assertThat(saidBy("nslookup " + name)).as("what the device finds").contains(address);
        saidBy(BUSYBOX_IMAGE);
        assertThat(saidBy("docker run --rm busybox:local /bin/busybox nslookup " + name))
                .as("what a container finds")
                .contains(address);
        if (nameServer == null) {
            throw new UsageException("a scenario asks for a name before there is a name server");
        }
        assertThat(nameServer.asked())
                .as("the names that the server was asked for")
                .contains(name);
    }

    /** Asks NetworkManager and the kernel. */
    @Then("its wired network has the address {word}")
    public void hasAddress(String address) {
        world.device().await(START, "idle");
        assertThat(saidBy("nmcli -t -f NAME,DEVICE connection show --active; ip -4 -o addr show dev eth0"))
                .as("its active networks and its addresses")
                .contains("wired:eth0")
                .contains(address + "/24");
    }

    /** Asks systemd. */
    @Then("none of its units has failed")
    public void noneFailed() {
        assertThat(saidBy("systemctl --failed --no-legend --plain || true")
                        .lines()
                        .toList())
                .as("its failed units")
                .isEqualTo(List.of());
    }

    private String saidBy(String command) {
        return world.saidOnDevice(command, COMMAND);
    }
}
