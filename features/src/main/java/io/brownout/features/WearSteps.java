package io.brownout.features;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.card.Card;
import io.brownout.card.CardUsage;
import io.brownout.wear.WriteOwners;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What a device writes to its card. */
public final class WearSteps {
    private static final Duration HOUR = Duration.ofMinutes(10);
    private static final long KIB = 1024;
    private static final String UNOWNED = "nobody knows whom";

    private final World world;

    /** PicoContainer makes it. */
    public WearSteps(World world) {
        this.world = world;
    }

    /** Weighs what an update writes, from power-on to the reboot into the new release. */
    @Then("the update wrote at most {long} MiB to its card")
    public void updateBudget(long limit) {
        Map<String, Long> bytes = world.device().card().usage().bytes();
        weigh("written by the update", bytes, limit * KIB * KIB);
    }

    /** Asks the file systems on the card, as they were at each write, whose bytes those were. */
    @Then("at least {int} % of what it wrote has a known owner")
    public void knownOwners(int percent) {
        Card card = world.device().card();
        Map<String, Long> bytes = new TreeMap<>();
        WriteOwners.of(card.journal(), card.viewAtBegin())
                .stretches()
                .forEach(it -> bytes.merge(
                        it.owner().isKnown() ? it.owner().kind().words() : UNOWNED,
                        it.sectors() * SECTOR_BYTES,
                        Long::sum));
        double known = 100.0 * (total(bytes) - bytes.getOrDefault(UNOWNED, 0L)) / Math.max(1, total(bytes));
        world.device().weighed("written to a known owner", known, "%", "at least " + percent + " %", bytes);
        assertThat(known)
                .as("share of the bytes that have a known owner, in %%; bytes: %s", bytes)
                .isGreaterThanOrEqualTo(percent);
    }

    /** Edits config.json as its owner would on a PC. */
    @Given("its config.json says that {word} is true")
    public void config(String key) {
        ConfigJson.edit(world.device().card(), config -> config.put(key, true));
    }

    /** Lets an hour of the guest's time pass once nothing is pending. */
    @When("it idles for an hour")
    public void idles() {
        world.weighedHour(idleHour(world.device()));
    }

    private static Map<String, Long> idleHour(Device device) {
        device.await(DeviceSteps.BOOT, "idle");
        device.await(HOUR, "uptime");
        CardUsage begin = device.card().usage();
        device.await(HOUR, "uptime");
        return device.card().usage().since(begin).bytes();
    }

    /** Weighs the hour. */
    @Then("it wrote at most {long} KiB in that hour")
    public void hourBudget(long limit) {
        weigh("written in one idle hour", world.weighedHour(), limit * KIB);
    }

    /** Runs the same device without the setting, and compares. */
    @Then("it wrote more in that hour than the same device without a persistent log")
    public void moreThanVolatile() {
        Device other = world.usedTwin("without-persistent-log");
        other.switchOn();
        long without = total(idleHour(other));
        assertThat(total(world.weighedHour()))
                .as("bytes written in one idle hour with a persistent log, against %d without", without)
                .isGreaterThan(without);
    }

    /** Looks at where it was written. */
    @Then("what it wrote in that hour went to {word}")
    public void wentTo(String label) {
        weigh("written in one idle hour with a persistent log", world.weighedHour(), Long.MAX_VALUE);
        assertThat(world.weighedHour().entrySet().stream()
                        .filter(entry -> entry.getValue() > 0)
                        .map(Map.Entry::getKey))
                .as("partitions written in that hour: %s", world.weighedHour())
                .containsOnly(label);
    }

    private void weigh(String what, Map<String, Long> bytes, long limit) {
        String limitShown = limit == Long.MAX_VALUE ? "" : limit + " bytes";
        world.device().weighed(what, (double) total(bytes), "bytes", limitShown, bytes);
        assertThat(total(bytes)).as("bytes %s, by partition: %s", what, bytes).isLessThanOrEqualTo(limit);
    }

    private static long total(Map<String, Long> bytes) {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
}
