package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.UsageException;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A cellular modem on a serial adapter in a USB port of the device; its scenarios are tagged {@code @with:serial-adapter}. */
public final class ModemSteps {
    private static final Duration COMMAND = Duration.ofMinutes(3);
    private static final Duration PROBING = Duration.ofMinutes(3);

    private final World world;
    private @Nullable SerialModem modem;

    /** PicoContainer makes it. */
    public ModemSteps(World world) {
        this.world = world;
    }

    /** Writes a rule of udev's into config.json: behind any serial adapter of FTDI's there may be a modem. Without it ModemManager leaves such adapters alone, since most have something else behind them. */
    @Given("a rule for devices in its config.json says that serial adapters are modems")
    public void rule() {
        ConfigJson.edit(
                world.device().card(),
                config -> config.withObject("/os/udevRules")
                        .put("90", "SUBSYSTEM==\"tty\", ATTRS{idVendor}==\"0403\", ENV{ID_MM_DEVICE_PROCESS}=\"1\"\n"));
    }

    /** Puts a profile for any modem onto the boot partition. */
    @Given("a profile on its boot partition names the access point {word} to modems")
    public void profile(String accessPoint) {
        NetworkProfile.put(world.device().card(), "modem", """
                [connection]
                id=modem
                type=gsm

                [gsm]
                apn=%s

                [ipv4]
                method=auto
                """.formatted(accessPoint));
    }

    /** Puts the adapter into a USB port, with the modem behind it. */
    @When("a modem is plugged in")
    public void pluggedIn() {
        world.device().await(DeviceSteps.BOOT, "idle");
        modem = world.own(SerialModem.on(world.device().board().plugSerialAdapter()));
    }

    /** Waits until the modem has been asked who it is, then until ModemManager can describe it. */
    @Then("ModemManager knows the modem")
    public void known() {
        // ModemManager says on the bus what it has found; a wait for that would begin too late if it was quick.
        told("to say who it is", "AT+CGSN"::equals);
        assertThat(world.saidOnDevice(
                        "timeout 120 sh -c 'until mmcli -m any 2>/dev/null; do usleep 500000; done'", COMMAND))
                .as("what mmcli says of the modem")
                .contains(ModemDialogue.MANUFACTURER, ModemDialogue.MODEL, ModemDialogue.IMEI);
    }

    /** Waits until the modem is told where to connect to, and to call: the profile was taken over, and NetworkManager may and does use it. */
    @Then("the modem is asked for the access point {word}")
    public void asked(String accessPoint) {
        String asked = told("an access point", it -> it.startsWith("AT+CGDCONT=") && !it.endsWith("?"));
        assertThat(asked).as("the access point that it was told").contains("\"" + accessPoint + "\"");
        told("to call", it -> it.startsWith("ATD*99"));
    }

    private String told(String what, Predicate<String> kind) {
        return modem().awaitTold(what, kind, world.device().within(PROBING));
    }

    private SerialModem modem() {
        if (modem == null) {
            throw new UsageException("a scenario speaks of the modem before there is one");
        }
        return modem;
    }
}
