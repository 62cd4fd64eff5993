package io.brownout.features;

import io.brownout.board.UsageException;
import io.brownout.card.CardBus;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;

/** A card that no longer answers while its device runs, and who looks after that. */
public final class CardHangSteps {
    /** Its disk watchdog looks each ten seconds, and believes in the third error. */
    private static final Duration NOTICE = Duration.ofMinutes(2);

    private final World world;

    /** PicoContainer makes it. */
    public CardHangSteps(World world) {
        this.world = world;
    }

    /** Waits until it says so. */
    @Then("its disk watchdog watches its card")
    public void watches() {
        world.device().awaitSaying(DeviceSteps.BOOT, "disk-watchdog", "state=watching");
    }

    /** Waits until nothing is pending, and lets the card's controller hang: every request ends with an error until a firmware initialises the card anew. */
    @When("its card hangs")
    public void hangs() {
        CardBus bus = world.device().board().model().card().bus();
        if (bus != CardBus.VIRTIO) {
            throw new UsageException(
                    "a card that hangs can be noticed by a device on %s only: an error of its card ends in QEMU on %s; tag the scenario @board:virt"
                            .formatted(CardBus.VIRTIO.boards(), bus.boards()));
        }
        world.device().await(DeviceSteps.BOOT, "idle");
        world.device().card().hang();
    }

    /** Waits for its last words, and for the boot that follows them. */
    @Then("its disk watchdog resets it")
    public void resets() {
        world.device().awaitSaying(NOTICE, "disk-gone", "then=reset");
        world.device().await(DeviceSteps.BOOT, "init");
    }

    /** Waits until it says so. */
    @Then("its disk watchdog is off")
    public void off() {
        world.device().awaitSaying(DeviceSteps.BOOT, "disk-watchdog", "state=off");
    }
}
