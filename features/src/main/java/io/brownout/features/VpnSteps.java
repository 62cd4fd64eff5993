package io.brownout.features;

import io.brownout.board.UsageException;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A device's VPN: that it connects, that it notices when the line is cut, and that it comes back. */
public final class VpnSteps {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration CONNECT = Duration.ofMinutes(5);
    /** The device gives up a line that has been dead for 30 s. */
    private static final Duration NOTICE = Duration.ofMinutes(2);

    private static final String UUID = "0123456789abcdef0123456789abcdef";
    private static final String KEY = "fedcba9876543210fedcba9876543210";

    private final World world;
    private @Nullable VpnServer server;

    /** PicoContainer makes it. */
    public VpnSteps(World world) {
        this.world = world;
    }

    /** Starts the fleet's end of it on the test machine, and writes it into config.json together with who the device is. */
    @Given("its config.json names a VPN that lets it in")
    public void vpn() {
        VpnServer started =
                world.own(VpnServer.lettingIn(UUID, KEY, world.device().within(START)));
        server = started;
        ConfigJson.edit(
                world.device().card(),
                config -> config.put("uuid", UUID)
                        .put("deviceApiKey", KEY)
                        .put("vpnEndpoint", world.device().board().network().hostSeenFromBoard())
                        .put("vpnPort", started.port())
                        .put("balenaRootCA", started.authority()));
    }

    /** Waits until it is. */
    @Then("it is connected to the VPN")
    public void connected() {
        world.device().awaitSaying(CONNECT, "vpn", "start=1");
    }

    /** Cuts the line: nothing answers any more, and nobody says so. */
    @When("the VPN falls silent")
    public void silent() {
        server().fallSilent();
    }

    /** Waits until the device has noticed. */
    @Then("it notices that the VPN is gone")
    public void noticed() {
        world.device().awaitSaying(NOTICE, "vpn-lost", "starts=1");
    }

    /** Starts the fleet's end anew. */
    @When("the VPN comes back")
    public void comesBack() {
        server().comeBack(world.device().within(START));
    }

    /** Waits until it is connected once more. */
    @Then("it is connected to the VPN again")
    public void connectedAgain() {
        world.device().awaitSaying(CONNECT, "vpn", "start=2");
    }

    private VpnServer server() {
        if (server == null) {
            throw new UsageException("a scenario speaks of the VPN before there is one");
        }
        return server;
    }
}
