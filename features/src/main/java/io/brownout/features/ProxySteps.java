package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.UsageException;
import io.brownout.filesystem.PartitionRole;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A device at a place from which the web is reached through a proxy. The scenarios are tagged {@code @with:site}. */
public final class ProxySteps {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration COMMAND = Duration.ofMinutes(3);
    private static final String FOLDER = "system-proxy";
    private static final String NAME = "redsocks.conf";

    private final World world;
    private @Nullable SiteProxies proxies;

    /** PicoContainer makes it. */
    public ProxySteps(World world) {
        this.world = world;
    }

    /** Starts the proxies of its place, and names one in redsocks.conf on its boot partition. */
    @Given("a SOCKS5 proxy is named on its boot partition")
    public void named() {
        proxies = world.site().startProxies(world.device().within(START));
        CardOnPc.edit(world.device().card(), (pc, folder) -> {
            pc.makeFolderOnFat(pc.label(PartitionRole.BOOT), FOLDER);
            pc.putOnFat(
                    pc.label(PartitionRole.BOOT),
                    Files.writeString(folder.resolve(NAME), configuration("socks5", SiteProxies.SOCKS5)),
                    FOLDER + "/" + NAME);
        });
    }

    /** What redsocks.conf(5) calls for: the proxy, and where redsocks listens on the device. */
    private static String configuration(String type, int port) {
        return """
                base {
                    log_info = on;
                    log = stderr;
                    daemon = off;
                    user = redsocks;
                    group = redsocks;
                    redirector = iptables;
                }
                redsocks {
                    type = %s;
                    ip = %s;
                    port = %d;
                    local_ip = 127.0.0.1;
                    local_port = 12345;
                }
                """.formatted(type, SiteNetwork.WORLD, port);
    }

    /** Asks a web server who is asking, and the proxy whom it has connected to. */
    @Then("it reaches the web through the SOCKS5 proxy")
    public void throughSocks5() throws InterruptedException {
        world.device().await(DeviceSteps.BOOT, "idle");
        assertThat(caller()).as("who asks the web server").isNotEqualTo(SiteNetwork.BOARD);
        assertHeard(running().socks5(), SiteNetwork.BOARD, SiteNetwork.MIRROR + ":80");
    }

    /** Names another proxy on the running device, as a fleet does. */
    @When("an HTTP proxy is named there instead")
    public void replaced() {
        said("cat >/mnt/boot/%s/%s <<'END' && systemctl restart resin-proxy.service%n%sEND"
                .formatted(FOLDER, NAME, configuration("http-connect", SiteProxies.HTTP)));
    }

    /** Asks both once more. */
    @Then("it reaches the web through the HTTP proxy")
    public void throughHttp() throws InterruptedException {
        int before = running().socks5().lines().size();
        assertThat(caller()).as("who asks the web server").isNotEqualTo(SiteNetwork.BOARD);
        assertHeard(running().http(), "CONNECT " + SiteNetwork.MIRROR + ":80");
        assertThat(running().socks5().lines()).as("what the SOCKS5 proxy said").hasSize(before);
    }

    private void assertHeard(Overheard proxy, String... texts) throws InterruptedException {
        assertThat(proxy.await(world.device().within(COMMAND), texts))
                .as("a proxy says a line with %s; it said %s", List.of(texts), proxy.lines())
                .isTrue();
    }

    /** Takes the file away. */
    @When("no proxy is named there any more")
    public void removed() {
        said("rm /mnt/boot/%s/%s && systemctl stop resin-proxy.service && systemctl start resin-proxy.service"
                .formatted(FOLDER, NAME));
    }

    /** Asks the web server, which must see the device itself. */
    @Then("it reaches the web by itself")
    public void byItself() {
        assertThat(caller()).as("who asks the web server").isEqualTo(SiteNetwork.BOARD);
    }

    /** The proxy's client has started a moment before it listens. */
    private String caller() {
        return said("curl -sS -m 60 --retry 5 --retry-connrefused http://%s/".formatted(SiteNetwork.MIRROR));
    }

    private SiteProxies running() {
        if (proxies == null) {
            throw new UsageException("a scenario speaks of a proxy before there is one");
        }
        return proxies;
    }

    private String said(String command) {
        return world.saidOnDevice(command, COMMAND);
    }
}
