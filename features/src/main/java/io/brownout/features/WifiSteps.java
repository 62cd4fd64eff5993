package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;

/**
 * A device's Wi-Fi. Its radio and that of the access point are two of mac80211_hwsim's: a driver of the kernel's whose radios hear one another and nobody else. Everything above the driver is what a Pi has: scan, association, the four
 * messages of WPA2, NetworkManager's profile.
 */
public final class WifiSteps {
    private static final Duration COMMAND = Duration.ofMinutes(3);
    private static final String PASSPHRASE = "a long enough secret";

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

    /** Plugs two radios in: the device's own, and that of an access point, which NetworkManager leaves alone. */
    @When("the device gets a radio, and the Wi-Fi network {word} comes on the air")
    public void onTheAir(String network) {
        world.device().await(DeviceSteps.BOOT, "idle");
        saidBy("""
                set -e
                mkdir -p /run/NetworkManager/conf.d
                printf '[device-access-point]\\nmatch-device=interface-name:wlan1\\nmanaged=0\\n' >/run/NetworkManager/conf.d/access-point.conf
                nmcli general reload conf
                modprobe mac80211_hwsim radios=2
                printf 'network={\\n ssid="%s"\\n mode=2\\n key_mgmt=WPA-PSK\\n proto=RSN\\n pairwise=CCMP\\n psk="%s"\\n frequency=2412\\n}\\n' >/run/access-point.conf
                wpa_supplicant -B -i wlan1 -D nl80211 -c /run/access-point.conf -f /run/access-point.log
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

    private String saidBy(String command) {
        return world.saidOnDevice(command, COMMAND);
    }
}
