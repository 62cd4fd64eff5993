package io.brownout.device;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings what runs on one device closer to what is wanted, one pass at a time. Passive and without a clock: who calls {@link #pass} decides when. For one thread.
 *
 * <p>A pass looks anew at everything and trusts no memory of its own, so it goes on from whatever a cut, a person or a crash has left.
 */
final class AppKeeper {
    private final Engine engine;
    private final TargetSource target;
    private final DeviceIdentity device;
    private final DeviceLog log;
    /** What has been said and is still so, to say it once and not every few seconds. */
    private Set<String> said = new HashSet<>();

    private Set<String> sayingNow = new HashSet<>();

    /** How a pass went. */
    enum Outcome {
        /** All is as wanted, or waits for something from outside. */
        SETTLED,
        /** Something was done; what came of it shows in the next pass. */
        CHANGED,
        /** Something could not be done. */
        FAILED
    }

    AppKeeper(Engine engine, TargetSource target, DeviceIdentity device, DeviceLog log) {
        this.engine = engine;
        this.target = target;
        this.device = device;
        this.log = log;
    }

    /**
     * Looks and acts once; blocks for as long as the engine takes. What fails is logged.
     *
     * @param beforeEach called before each step, as a sign of life
     */
    Outcome pass(Runnable beforeEach) {
        sayingNow = new HashSet<>();
        Outcome outcome = look(beforeEach);
        said = sayingNow;
        return outcome;
    }

    private Outcome look(Runnable beforeEach) {
        Plan plan;
        try {
            Optional<TargetState> wanted = target.current();
            if (wanted.isEmpty()) {
                once("no-target", "then", "nothing is started or removed");
                return Outcome.SETTLED;
            }
            plan = Plan.of(wanted.get(), engine.containers(), device, engine::imageId);
        } catch (EngineException e) {
            once("engine-trouble", "error", e.reason());
            return Outcome.FAILED;
        }
        for (TargetState.Service service : plan.withoutImage()) {
            once("image-missing", "service", service.name(), "image", service.image(), "then", "what runs goes on");
        }
        Outcome outcome = plan.steps().isEmpty() ? Outcome.SETTLED : Outcome.CHANGED;
        for (Step step : plan.steps()) {
            beforeEach.run();
            try {
                step.carryOut(engine, log);
            } catch (EngineException e) {
                once("step-failed", "step", step.verb(), "service", step.serviceName(), "error", e.reason());
                outcome = Outcome.FAILED;
            }
        }
        return outcome;
    }

    private void once(String event, Object... keysAndValues) {
        String key = event + List.of(keysAndValues);
        sayingNow.add(key);
        if (!said.contains(key)
                && !Thread.currentThread().isInterrupted()) { // Else it is the supervisor that ends, and no trouble.
            log.event(event, keysAndValues);
        }
    }
}
