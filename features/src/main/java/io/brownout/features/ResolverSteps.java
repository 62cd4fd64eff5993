package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.UsageException;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What config.json says about names, about the internet and about the search for networks, and what a device makes of it. */
public final class ResolverSteps {
    private static final Duration COMMAND = Duration.ofMinutes(3);
    private static final String PLACE = "/is-it-there";

    private final World world;
    private @Nullable WebServer landmark;

    /** PicoContainer makes it. */
    public ResolverSteps(World world) {
        this.world = world;
    }

    /** Puts an entry before the name servers that config.json asks for already. */
    @Given("an entry that is no address stands before it")
    public void badServer() {
        ConfigJson.edit(
                world.device().card(),
                config -> config.put(
                        "dnsServers", "no_address," + config.path("dnsServers").asString()));
    }

    /** Starts a web server on the test machine, and names it to the device as the place by which it knows whether the internet is there. */
    @Given("its config.json says where it finds out whether the internet is there")
    public void connectivity() {
        WebServer started = world.own(WebServer.saying("it is"));
        landmark = started;
        ConfigJson.edit(
                world.device().card(),
                config -> config.withObject("/os")
                        .withObject("/network")
                        .withObject("/connectivity")
                        .put(
                                "uri",
                                "http://%s:%d%s"
                                        .formatted(
                                                world.device().board().network().hostSeenFromBoard(),
                                                started.port(),
                                                PLACE))
                        .put("response", "it is"));
    }

    /** Asks NetworkManager, which has to look anew; and the server, which has to have been asked. */
    @Then("its NetworkManager has found the internet there")
    public void full() {
        assertThat(said("nmcli networking connectivity check"))
                .as("what NetworkManager says of the internet")
                .isEqualTo("full");
        if (landmark == null) {
            throw new UsageException("a scenario asks for the internet before it has said where it is");
        }
        assertThat(landmark.asked())
                .as("the paths that the server was asked for")
                .contains(PLACE);
    }

    /** Takes dnsServers out of config.json on the device, as a fleet does, and lets the units that read it begin anew. */
    @When("its config.json names no name server any more")
    public void noServer() {
        said("fatrw read /mnt/boot/config.json | jq 'del(.dnsServers)' | fatrw write /mnt/boot/config.json"
                + " && systemctl restart resin-dns.service dnsmasq.service");
    }

    /** Reads in the resolver's own log which servers it goes to since it began last. */
    @Then("its resolver asks the name server {word}")
    public void asks(String address) {
        String log = said(
                "journalctl -o cat -u dnsmasq.service _PID=$(pidof dnsmasq) -n 50 | grep 'using nameserver' || true");
        assertThat(log).as("the name servers that dnsmasq says it uses").contains("using nameserver " + address + "#");
    }

    /** Asks for it in config.json. */
    @Given("its config.json asks for random addresses in the search for Wi-Fi networks")
    public void randomAddresses() {
        ConfigJson.edit(
                world.device().card(),
                config -> config.withObject("/os")
                        .withObject("/network")
                        .withObject("/wifi")
                        .put("randomMacAddressScan", true));
    }

    /** Asks NetworkManager for the configuration that it reads. */
    @Then("its NetworkManager searches under random addresses")
    public void searchesRandomly() {
        assertThat(said("NetworkManager --print-config"))
                .as("the configuration of NetworkManager")
                .contains("wifi.scan-rand-mac-address=yes");
    }

    private String said(String command) {
        return world.saidOnDevice(command, COMMAND);
    }
}
