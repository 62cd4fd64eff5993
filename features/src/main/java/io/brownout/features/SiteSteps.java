package io.brownout.features;

import static io.brownout.qemu.LinkDirection.TO_BOARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Deadline;
import io.brownout.qemu.LinkCounts;
import io.brownout.qemu.NetworkLink;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.function.Predicate;

/** What the network is like where a device stands; any of it at any time, and together. The scenarios are tagged {@code @with:site}. */
public final class SiteSteps {
    private static final double PERCENT = 100;
    private static final double MEGABIT = 1e6;
    private static final double MIB = 1L << 20;
    private static final Duration NOTICED = UpdateSteps.UPDATE;

    private final World world;

    /** PicoContainer makes it. */
    public SiteSteps(World world) {
        this.world = world;
    }

    private NetworkLink link() {
        return world.site().link();
    }

    /** Holds every frame up, some longer than others, in both directions. */
    @Given("its network delays {int} ms, {int} ms more or less")
    public void delays(int milliseconds, int jitter) {
        link().change(faults -> faults.delaying(Duration.ofMillis(milliseconds), Duration.ofMillis(jitter)));
    }

    /** Loses so many frames of a hundred, in both directions. */
    @Given("its network loses {double} % of all frames")
    public void loses(double percent) {
        link().change(faults -> faults.losing(percent / PERCENT));
    }

    /** Limits what passes in a second, in each direction. */
    @Given("its network carries {double} Mbit\\/s")
    public void carries(double megabits) {
        link().change(faults -> faults.carrying((long) (megabits * MEGABIT)));
    }

    /** Lets nothing through once so much has come to the device; it sees no cable being pulled. */
    @Given("its network is cut after {double} MiB have come")
    public void cut(double mebibytes) {
        link().cutAfter(TO_BOARD, (long) (mebibytes * MIB));
    }

    /** Lets everything through again. */
    @When("its network is mended")
    public void mended() {
        link().mend();
    }

    /** Leaves every question for a name without an answer. */
    @Given("its name server is silent")
    public void silent() {
        world.site().names(NameAnswers.SILENCE);
    }

    /** Answers that there is no such name. */
    @Given("its name server knows no name")
    public void knowsNoName() {
        world.site().names(NameAnswers.NO_SUCH_NAME);
    }

    /** Gives the address of a web server that is somebody else's and has none of our files. */
    @Given("its name server lies")
    public void lies() {
        world.site().names(NameAnswers.STRANGER);
    }

    /** Gives the right addresses. */
    @When("its name server tells the truth")
    public void truth() {
        world.site().names(NameAnswers.RIGHT);
    }

    /** Shows a login page instead of whatever is asked for. */
    @Given("its network is a captive portal")
    public void portal() {
        world.site().names(NameAnswers.PORTAL);
    }

    /** Does what a captive portal does once somebody has logged in. */
    @When("the captive portal lets it through")
    public void letThrough() {
        world.site().names(NameAnswers.RIGHT);
    }

    /** Looks at what the portal was asked for. */
    @Then("the captive portal has shown it its page instead of {word}")
    public void portalShown(String file) {
        assertThat(world.site().portalRequests())
                .as("what the captive portal was asked for")
                .contains("/" + file, SiteServers.LOGIN);
    }

    /** Looks at the line, which must have done what it was there for. */
    @Then("its network has lost at least {int} frames")
    public void hasLost(int frames) {
        assertThat(link().counts(TO_BOARD).lost())
                .as("frames to the device that were lost")
                .isGreaterThanOrEqualTo(frames);
    }

    /** Looks at how long the line has held up the frame that was the quickest. */
    @Then("its network has held up each frame for at least {int} ms")
    public void hasHeld(int milliseconds) {
        assertThat(link().counts(TO_BOARD).shortestHold())
                .as("how long the quickest frame to the device took")
                .isGreaterThanOrEqualTo(Duration.ofMillis(milliseconds));
    }

    /** Waits until something has come that the line lets through no more. */
    @Then("its network lets nothing through any more")
    public void nothingThrough() {
        Deadline deadline = world.device().within(NOTICED);
        Predicate<LinkCounts> cut = counts -> counts.cut() > 0;
        assertThat(link().await(TO_BOARD, cut, deadline))
                .as("whether a frame came for the device after its network was cut, within %d s; the line: %s"
                        .formatted(deadline.allowed().toSeconds(), link().counts(TO_BOARD)))
                .isTrue();
    }
}
