package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.List;

/** Who gets into a device: its firewall, its ssh socket and who looks after it, and the open door of a development device. */
public final class DoorSteps {
    private static final Duration COMMAND = Duration.ofMinutes(3);
    /** The device looks after its ssh socket once a minute. */
    private static final Duration NOTICE = Duration.ofMinutes(3);

    private static final String OPENED = "systemctl show -P ActiveEnterTimestampMonotonic dropbear.socket";

    private static final String API = "48484";
    private static final String AS_NEIGHBOUR = "nsenter -t $(cat /run/neighbour.pid) -n";

    /** Another machine in a network of the device's: a namespace at the other end of a cable. busybox names that end by itself; an IPv6 address is of use once the kernel knows that nobody else has it. */
    private static final String NEIGHBOUR = """
            set -e
            rm -f /run/neighbour.pid
            unshare -n sh -c 'echo $$ >/run/neighbour.pid && exec sleep 600' >/dev/null 2>&1 </dev/null &
            until [ -s /run/neighbour.pid ]; do usleep 50000; done
            inside() { nsenter -t $(cat /run/neighbour.pid) -n "$@"; }
            ip link add neighbour type veth
            ip link set veth0 netns $(cat /run/neighbour.pid)
            ip addr add 198.18.8.1/24 dev neighbour
            inside ip addr add 198.18.8.2/24 dev veth0
            ip link set neighbour up
            inside ip link set veth0 up
            ip -6 addr add fd00:8::1/64 dev neighbour
            inside ip -6 addr add fd00:8::2/64 dev veth0
            while { ip -6 addr show dev neighbour; inside ip -6 addr; } | grep -q tentative; do usleep 200000; done
            """;

    private final World world;

    /** PicoContainer makes it. */
    public DoorSteps(World world) {
        this.world = world;
    }

    /** Asks systemd for the timer, runs what it runs, and asks since when the socket is open. */
    @Then("its ssh socket is looked after, and left alone while it is well")
    public void healthy() {
        world.device().await(DeviceSteps.BOOT, "idle");
        assertThat(said("systemctl is-active resin-ssh-check.timer || true"))
                .as("the state of the timer")
                .isEqualTo("active");
        String before = said(OPENED);
        said("systemctl start resin-ssh-check.service");
        assertThat(said(OPENED))
                .as("when its ssh socket was opened, after a look at it")
                .isEqualTo(before)
                .isNotEqualTo("0");
    }

    /** Lowers systemd's limit, since an emulated device cannot be called often enough, calls until it is met, and puts the limit back. This connection stays. */
    @When("so many connections come that its ssh socket is shut")
    public void flooded() {
        String state = said("""
                mkdir -p /run/systemd/system/dropbear.socket.d
                printf '[Socket]\\nTriggerLimitIntervalSec=60s\\nTriggerLimitBurst=3\\nPollLimitBurst=0\\n' >/run/systemd/system/dropbear.socket.d/few.conf
                systemctl daemon-reload
                for call in 1 2 3 4 5; do nc -w 1 127.0.0.1 22222 </dev/null >/dev/null 2>&1; done
                systemctl show -P Result dropbear.socket
                rm -r /run/systemd/system/dropbear.socket.d
                systemctl daemon-reload
                """);
        assertThat(state).as("why its ssh socket is shut").isEqualTo("trigger-limit-hit");
    }

    /** Waits until the device says so, and logs in anew. */
    @Then("it opens its ssh socket again")
    public void opened() {
        world.device().awaitSaying(NOTICE, "ssh-socket", "was=trigger-limit-hit", "then=opened");
        assertThat(said("systemctl is-active dropbear.socket")).isEqualTo("active");
    }

    /** Lets a neighbour in the same network ask for the supervisor; so do the device itself and a container. */
    @Then("its firewall keeps strangers from its supervisor, over IPv4 and IPv6")
    public void firewall() {
        said(NEIGHBOUR);
        for (String own : List.of("127.0.0.1", "[::1]")) {
            assertThat(said(ask("", own, API)))
                    .as("what the device itself gets at %s", own)
                    .isEqualTo("OK");
        }
        said(ServiceSteps.BUSYBOX_IMAGE);
        assertThat(said("docker run --rm busybox:local /bin/busybox timeout 60 wget -q -O - http://10.114.101.1:%s/ping"
                        .formatted(API)))
                .as("what a container gets")
                .isEqualTo("OK");
        for (String address : List.of("198.18.8.1", "[fd00:8::1]")) {
            assertThat(said(ask(AS_NEIGHBOUR, address, "22222")))
                    .as("how the ssh server greets the neighbour at %s, who can reach the device", address)
                    .contains("SSH-2.0");
            assertThat(said(ask(AS_NEIGHBOUR, address, API)))
                    .as("what the neighbour gets at %s", address)
                    .isEmpty();
        }
        for (String version : List.of("iptables", "ip6tables")) {
            assertThat(said(version + " -nvxL RESIN-FIREWALL | awk '$3 == \"REJECT\" { print $1 }'"))
                    .as("how many packets %s has refused", version)
                    .matches("[1-9][0-9]*");
        }
        said("kill $(cat /run/neighbour.pid)");
    }

    /** What is no HTTP is shown as it comes; a connection that is refused shows nothing. */
    private static String ask(String who, String address, String port) {
        return "%s curl -s -g -m 20 --http0.9 http://%s:%s/ping | tr -cd 'A-Za-z0-9._-' | head -c 20"
                .formatted(who, address, port);
    }

    /** Logs in as nobody in particular: with a key that nobody knows, and with no password. */
    @Then("anybody can log in")
    public void anybody() {
        world.device().awaitSaying(DeviceSteps.BOOT, "ssh", "open-to=anybody");
        assertThat(strangerIsLetIn()).as("whether a stranger was let in").isTrue();
    }

    /** Puts the key into config.json over this very door, and has the device apply it. */
    @When("its developer puts a key for ssh into its config.json over ssh")
    public void keySet() {
        said(("fatrw read /mnt/boot/config.json | jq '.os.sshKeys = [\"%s\"]' | fatrw write /mnt/boot/config.json"
                        + " && systemctl restart resin-config.service")
                .formatted(world.shell().authorizedKey()));
    }

    /** Waits until it says so, tries with the key, and as a stranger. */
    @Then("only that key lets in")
    public void onlyThatKey() {
        world.device().awaitSaying(COMMAND, "ssh", "open-to=keys");
        assertThat(world.onDevice("true", COMMAND).status())
                .as("exit status of `true` over ssh with the key")
                .isZero();
        assertThat(strangerIsLetIn()).as("whether a stranger was let in").isFalse();
    }

    private boolean strangerIsLetIn() {
        return RemoteShell.withNewKey()
                .isLetIn(
                        world.device().board().network().forwarded(Workbench.SSH),
                        world.device().within(COMMAND));
    }

    private String said(String command) {
        return world.saidOnDevice(command, COMMAND);
    }
}
