package io.brownout.features;

import io.cucumber.java.en.When;
import java.time.Duration;

/** Mains that nobody can rely on. */
public final class FlakyMainsSteps {
    private static final int MINUTES_OF_HOUR = 60;
    /** A device says of each of its first ten minutes that it has passed; a reboot of its own begins to count anew. */
    private static final int MOST_MINUTES = 9;

    private static final Duration A_BOOT_AND_A_MINUTE = UpdateSteps.UPDATE;

    private final World world;

    /** PicoContainer makes it. */
    public FlakyMainsSteps(World world) {
        this.world = world;
    }

    /** Switches it on again and again, and lets it run for one to nine minutes of its own time, drawn from the run's seed; what it does when the power goes is its own affair. Time in which it boots is not counted. */
    @When("its mains fail every few minutes for {int} hours")
    public void mainsFailFor(int hours) {
        int left = hours * MINUTES_OF_HOUR;
        while (left > 0) {
            int minutes = Math.min(left, 1 + world.drawn(MOST_MINUTES));
            world.device().switchOn();
            for (int minute = 0; minute < minutes; minute++) {
                world.device().await(A_BOOT_AND_A_MINUTE, "alive");
            }
            world.device().pullPlug();
            left -= minutes;
        }
    }
}
