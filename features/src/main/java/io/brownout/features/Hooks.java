package io.brownout.features;

import io.cucumber.java.After;
import io.cucumber.java.AfterStep;
import io.cucumber.java.Before;
import io.cucumber.java.Scenario;

/** Begins and ends a scenario's world. */
public final class Hooks {
    private final World world;

    /** PicoContainer makes it. */
    public Hooks(World world) {
        this.world = world;
    }

    /** Tells the world which scenario it belongs to. */
    @Before
    public void begin(Scenario scenario) {
        world.begin(scenario);
    }

    /** Fails a step that was not run as it should be. */
    @AfterStep
    public void endStep() {
        world.stepEnds();
    }

    /** Ends everything that the scenario started, whatever became of it. */
    @After
    public void end(Scenario scenario) {
        world.end(scenario.isFailed());
    }
}
