package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Deadline;
import io.brownout.board.UsageException;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The clock of a device with a network: whom it asks for the time, and what becomes of a clock that somebody has spoilt. */
public final class TimeSteps {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration COMMAND = Duration.ofMinutes(3);
    /** The device looks after its clock once a minute, and asks its server as often. */
    private static final Duration NOTICE = Duration.ofMinutes(5);

    private static final Duration OFF = Duration.ofMinutes(2);
    /** Each clock shows whole seconds, and no two agree to the last. */
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final World world;
    private @Nullable TimeServer server;
    private long askedBefore;

    /** PicoContainer makes it. */
    public TimeSteps(World world) {
        this.world = world;
    }

    /** Starts a time server on the test machine, and names it to the device. */
    @Given("its config.json asks for a time server")
    public void timeServer() {
        TimeServer started = world.own(TimeServer.start(world.device().within(START)));
        server = started;
        ConfigJson.edit(
                world.device().card(),
                config -> config.put(
                        "ntpServers",
                        "%s#%d".formatted(world.device().board().network().hostSeenFromBoard(), started.port())));
    }

    /** Asks systemd, and chrony for what it has chosen: the one server that there is. */
    @Then("its time service runs and follows that server")
    public void follows() {
        world.device().await(DeviceSteps.BOOT, "idle");
        assertThat(said("systemctl is-active chronyd.service || true"))
                .as("the state of its time service")
                .isEqualTo("active");
        // chrony's own client waits until there is one, and does not wait for ever.
        String sources = said("chronyc -n waitsync 90 0 0 1 >/dev/null 2>&1; chronyc -n -c sources");
        assertThat(sources.lines())
                .as("its time sources, as chronyc lists them")
                .anyMatch(line -> line.startsWith(
                        "^,*," + world.device().board().network().hostSeenFromBoard() + ","));
        assertThat(server().asked()).as("how often its server was asked").isPositive();
    }

    /** Compares its clock with the test machine's, which is what the server gives; the image's own time is months older. */
    @Then("its clock is right, and it knows that")
    public void clockIsRight() {
        assertClose();
        assertThat(said("chronyc -c tracking"))
                .as("what chrony says of the clock")
                .endsWith(",Normal");
    }

    /** Tells chrony that none of its sources can be reached, as a script of a network connection may. */
    @When("its time sources are taken offline")
    public void offline() {
        said("chronyc offline");
        askedBefore = server().asked();
    }

    /** Waits until it has noticed, and then for a question to its server. */
    @Then("it asks its time server again")
    public void asksAgain() {
        world.device().awaitSaying(NOTICE, "clock-sources", "then=asked");
        Deadline deadline = world.device().within(COMMAND);
        // The server counts and does not say; each look takes as long as a process, and a device asks within seconds.
        long asked = server().asked();
        while (asked <= askedBefore && !deadline.left().isZero()) {
            asked = server().asked();
        }
        assertThat(asked)
                .as("how often its server was asked, which was %d times before", askedBefore)
                .isGreaterThan(askedBefore);
    }

    /** Sets its clock back. */
    @When("its clock is set back by two minutes")
    public void setBack() {
        said("date -s @$(($(date +%%s) - %d))".formatted(OFF.toSeconds()));
    }

    /** Waits until it has noticed, and until its clock is right once more. */
    @Then("it notices, and its clock is right again")
    public void rightAgain() {
        world.device().awaitSaying(NOTICE, "clock-off", "then=set");
        said("chronyc -n waitsync 90 0 0 1 >/dev/null 2>&1");
        assertClose();
    }

    private void assertClose() {
        Instant before = Instant.now();
        Instant seen = Instant.ofEpochSecond(Long.parseLong(said("date +%s")));
        assertThat(seen)
                .as("the time of its clock")
                .isBetween(before.minusSeconds(2), Instant.now().plus(CLOSE));
    }

    private TimeServer server() {
        if (server == null) {
            throw new UsageException("a scenario speaks of a time server before there is one");
        }
        return server;
    }

    private String said(String command) {
        return world.saidOnDevice(command, COMMAND);
    }
}
