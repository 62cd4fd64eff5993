package io.brownout.features;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.WearReport;
import io.brownout.board.WearReport.Gate;
import io.brownout.card.Card;
import io.brownout.card.StateId;
import io.brownout.features.Mutant.Slip;
import io.brownout.wear.AgedCard;
import io.brownout.wear.CardModel;
import io.brownout.wear.WearGate;
import io.brownout.wear.WearWeighing;
import io.brownout.wear.WriteOwners;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a device writes to its card, and what that means for the card. */
public final class WearSteps {
    private static final long KIB = 1024;
    private static final String UNOWNED = "nobody knows whom";
    /** Bytes a day do not depend on it. */
    private static final String ANY_CARD = "cheap-tlc";

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

    /** Holds the cost of that update, as often as a card bears it, against a number: in the worst case, wear not levelled, under the model that is hardest on the card. */
    @Then("a {word} card endures at least {long} such updates")
    public void updatesPerLife(String cardModel, long updates) {
        Device device = world.device();
        WearWeighing update = new WearWeighing(
                device.card().journal(), List.of(0L, device.card().journal().size()), Duration.ofDays(1));
        WearReport report = device.wear(update, CardModel.named(cardModel), "one update a day");
        double endured = report.models().stream()
                .mapToDouble(WearReport.ModelWear::recordingsUnlevelled)
                .min()
                .orElse(0);
        publishAndHold(
                report, new Gate(updates + " updates", WearReport.rounded(endured) + " updates", endured >= updates));
    }

    /** Takes a device that has been in use, with a service that writes more than it should, for example {@code chatty}: the name of a fault of its recipe. */
    @Given("a device with a {word} service that has been running {word} {word}")
    public void deviceWithService(String service, String recipe, String version) {
        world.usedDeviceWithService("device", recipe, version, service);
        if (world.slipped(Slip.LOG_ON_CARD)) {
            config("persistentLogging");
        }
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

    private static WearWeighing idleHour(Device device) {
        return new IdleHours(device.board(), device.card(), device::within).record(1, hour -> {});
    }

    /** Weighs the hour. */
    @Then("it wrote at most {long} KiB in that hour")
    public void hourBudget(long limit) {
        weigh("written in one idle hour", bytesOfHour(), limit * KIB);
    }

    /** Holds a day of such hours against a budget. */
    @Then("it writes less than {long} MB a day")
    public void dailyBudget(long megabytes) {
        hold(ANY_CARD, WearGate.parse(megabytes + "MB/day"));
    }

    /** Holds the unit that is erased most often against a limit, under the model that is hardest on it. */
    @Then("it wears no unit of a {word} card faster than {long} erases a day")
    public void hottestUnit(String cardModel, long erases) {
        hold(cardModel, WearGate.parse(erases + " erases/day"));
    }

    /** Holds the worst case of the card's life against a limit. */
    @Then("a {word} card lasts it at least {long} years")
    public void years(String cardModel, long years) {
        hold(cardModel, WearGate.parse(years + " years"));
    }

    /** Holds the worst case of the card's life against a limit that it must not reach: a device that is known to be bad. */
    @Then("a {word} card lasts it less than {long} years")
    public void fewerYears(String cardModel, long years) {
        WearReport report = world.device().wear(world.weighedHour(), CardModel.named(cardModel), "an hour");
        Gate gate = WearGate.parse(years + " years").judge(report);
        publishAndHold(report, new Gate("less than " + gate.limit(), gate.seen(), !gate.kept()));
    }

    /** Replays the hour into a card until its life ends, under the model that is hardest on it, and puts the card, as it is then, into the device. */
    @When("such hours have worn a {word} card out, which can only be read from then on")
    public void wornOut(String cardModel) {
        Device device = world.device();
        CardModel card = CardModel.named(cardModel);
        WearReport report = device.wear(world.weighedHour(), card, "an hour");
        AgedCard aged = AgedCard.toItsEnd(card, world.weighedHour().trace(), report, 0);
        device.weighed(
                "hours until a %s card is worn out, %s".formatted(card.name(), aged.model()),
                (double) aged.replays(),
                "hours",
                "",
                Map.of());
        world.wornDevice("worn", StateId.after(aged.end().orElseThrow().write()), "read-only:after=0B");
    }

    private void hold(String cardModel, WearGate gate) {
        WearReport report = world.device().wear(world.weighedHour(), CardModel.named(cardModel), "an hour");
        publishAndHold(report, gate.judge(report));
    }

    private void publishAndHold(WearReport report, Gate gate) {
        WearReport judged = report.judged(List.of(gate));
        world.device().weighed(judged);
        assertThat(gate.kept()).as("%s", judged.summary()).isTrue();
    }

    /** Runs the same device without the setting, and compares. */
    @Then("it wrote more in that hour than the same device without a persistent log")
    public void moreThanVolatile() {
        Device other = world.usedTwin("without-persistent-log");
        other.switchOn();
        long without = total(other.bytesOf(idleHour(other)));
        assertThat(total(bytesOfHour()))
                .as("bytes written in one idle hour with a persistent log, against %d without", without)
                .isGreaterThan(without);
    }

    /** Looks at where it was written. */
    @Then("what it wrote in that hour went to {word}")
    public void wentTo(String label) {
        Map<String, Long> bytes = bytesOfHour();
        weigh("written in one idle hour with a persistent log", bytes, Long.MAX_VALUE);
        assertThat(bytes.entrySet().stream()
                        .filter(entry -> entry.getValue() > 0)
                        .map(Map.Entry::getKey))
                .as("partitions written in that hour: %s", bytes)
                .containsOnly(label);
    }

    private Map<String, Long> bytesOfHour() {
        return world.device().bytesOf(world.weighedHour());
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
