package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.List;

/**
 * A device's Wi-Fi. Its radio and that of the access point are two of mac80211_hwsim's: a driver of the kernel's whose radios hear one another and nobody else. Everything above the driver is what a Pi has: scan, association, the four
 * messages of WPA2, NetworkManager's profile.
 */
public final class WifiSteps {
    private static final Duration COMMAND = Duration.ofMinutes(3);
    private static final String PASSPHRASE = "a long enough secret";

    /** The chains that NetworkManager makes, the rules in them, and those that lead to them. */
    private static final String SHARED_RULES = "iptables-save | grep -e nm-sh || true";

    private final World world;

    /** PicoContainer makes it. */
    public WifiSteps(World world) {
        this.world = world;
    }

    /** Puts a profile onto the boot partition, with the passphrase. */
    @Given("a profile on its boot partition knows the Wi-Fi network {word}")
    public void knows(String network) {
        NetworkProfile.put(world.device().card(), network, """
                [connection]
                id=%1$s
                type=wifi

                [wifi]
                mode=infrastructure
                ssid=%1$s

                [wifi-security]
                key-mgmt=wpa-psk
                psk=%2$s

                [ipv4]
                method=manual
                address1=198.18.7.2/24

                [ipv6]
                method=disabled
                """.formatted(network, PASSPHRASE));
    }

    /** Plugs two radios in: the device's own, and that of an access point, which NetworkManager leaves alone and which goes to a namespace of its own, since what a device sends to itself goes over no air. A web server is there too. */
    @When("the device gets a radio, and the Wi-Fi network {word} comes on the air")
    public void onTheAir(String network) {
        world.device().await(DeviceSteps.BOOT, "idle");
        saidBy("""
                set -e
                mkdir -p /run/NetworkManager/conf.d
                printf '[device-access-point]\\nmatch-device=interface-name:wlan1\\nmanaged=0\\n' >/run/NetworkManager/conf.d/access-point.conf
                nmcli general reload conf
                modprobe mac80211_hwsim radios=2
                unshare -n sh -c 'echo $$ >/run/access-point.pid && exec sleep 3600' >/dev/null 2>&1 </dev/null &
                until [ -s /run/access-point.pid ]; do usleep 50000; done
                inside() { nsenter -t $(cat /run/access-point.pid) -n "$@"; }
                iw phy $(cat /sys/class/net/wlan1/phy80211/name) set netns $(cat /run/access-point.pid)
                printf 'network={\\n ssid="%s"\\n mode=2\\n key_mgmt=WPA-PSK\\n proto=RSN\\n pairwise=CCMP\\n psk="%s"\\n frequency=2412\\n}\\n' >/run/access-point.conf
                inside ip addr add 198.18.7.1/24 dev wlan1
                inside wpa_supplicant -B -i wlan1 -D nl80211 -c /run/access-point.conf -f /run/access-point.log
                mkdir -p /run/air
                echo 'over the air' >/run/air/index.html
                inside busybox httpd -p 198.18.7.1:80 -h /run/air
                """.formatted(network, PASSPHRASE));
    }

    /** Waits until the access point has let it in, then asks NetworkManager. */
    @Then("it joins the Wi-Fi network {word}")
    public void joins(String network) {
        // `tail -f | grep -m 1` would end with the next line only, and there is none.
        assertThat(
                        saidBy(
                                "timeout 120 sh -c 'until grep AP-STA-CONNECTED /run/access-point.log; do usleep 500000; done'"))
                .as("what the access point says of the device")
                .contains("AP-STA-CONNECTED");
        // It has the key now; its address comes a moment later.
        assertThat(
                        saidBy(
                                "nmcli -w 60 device connect wlan0 >/dev/null; nmcli -t -f NAME,DEVICE connection show --active; ip -4 -o addr show dev wlan0"))
                .as("its active networks and the radio's address")
                .contains(network + ":wlan0")
                .contains("198.18.7.2/24");
    }

    /** Asks the web server at the access point. */
    @Then("it reads over the air what a web server says")
    public void http() {
        assertThat(saidBy("curl -sS -m 60 --interface wlan0 http://198.18.7.1/"))
                .as("what the web server says over the air")
                .isEqualTo("over the air");
    }

    /** Reads what the kernel said of its radio rules, which it looked for when the first radio came; and lets a country's rules be used, which only a kernel can do that has found them. */
    @Then("its kernel has found the rules for radios")
    public void rules() {
        assertThat(saidBy("dmesg | grep -i -e cfg80211 -e regulatory"))
                .as("what the kernel said of its radio rules")
                .contains("certificates for regulatory database")
                .doesNotContainIgnoringCase("fail");
        assertThat(
                        saidBy(
                                "iw reg set JP; timeout 20 sh -c 'until iw reg get | grep \"country JP\"; do usleep 200000; done' || iw reg get"))
                .as("the rules that are in force")
                .isEqualTo("country JP: DFS-JP");
    }

    /** Opens a network for others to share its connection, while another program changes the same rules without a pause. iptables over nf_tables knows no lock: whoever comes in between has to try again. */
    @When("it opens the Wi-Fi network {word} for others while another program changes its firewall without a pause")
    public void shares(String network) {
        saidBy("""
                set -e
                touch /run/changes
                (while [ -e /run/changes ]; do iptables -w -N OTHER && iptables -w -X OTHER; done) &
                nmcli -w 90 device wifi hotspot ifname wlan0 con-name %1$s ssid %1$s password '%2$s' || failed=yes
                rm /run/changes
                wait
                [ -z "$failed" ]
                """.formatted(network, PASSPHRASE));
    }

    /** Counts NetworkManager's rules: who shares a connection needs addresses, names, a way out, and an address to go out under. */
    @Then("its firewall has NetworkManager's {int} rules for them")
    public void rulesForOthers(int count) {
        List<String> rules = saidBy(SHARED_RULES)
                .lines()
                .filter(line -> line.startsWith("-A"))
                .toList();
        assertThat(rules).as("NetworkManager's rules").hasSize(count);
        assertThat(rules)
                .as("NetworkManager's rules")
                .anyMatch(rule -> rule.contains(" POSTROUTING ") && rule.endsWith("-j MASQUERADE"));
    }

    /** Closes the network. */
    @When("it closes the Wi-Fi network {word}")
    public void closes(String network) {
        saidBy("nmcli -w 60 connection down " + network);
    }

    /** Looks for rules that were left. */
    @Then("its firewall has none of those rules")
    public void noRules() {
        assertThat(saidBy(SHARED_RULES)).as("NetworkManager's rules").isEmpty();
    }

    private String saidBy(String command) {
        return world.saidOnDevice(command, COMMAND);
    }
}
