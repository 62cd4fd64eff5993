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
        List<Step> steps;
        try {
            Optional<TargetState> wanted = target.current();
            if (wanted.isEmpty()) {
                once("no-target", "then", "nothing is started or removed");
                return Outcome.SETTLED;
            }
            steps = Plan.of(wanted.get(), engine.containers(), device, engine::imageId);
        } catch (EngineException e) {
            once("engine-trouble", "error", e.reason());
            return Outcome.FAILED;
        }
        Outcome outcome = Outcome.SETTLED;
        for (Step step : steps) {
            beforeEach.run();
            try {
                if (carryOut(step) && outcome == Outcome.SETTLED) {
                    outcome = Outcome.CHANGED;
                }
            } catch (EngineException e) {
                once("step-failed", "step", name(step), "service", service(step), "error", e.reason());
                outcome = Outcome.FAILED;
            }
        }
        return outcome;
    }

    private boolean carryOut(Step step) {
        switch (step) {
            case Step.Create(TargetState.Service service, ContainerSpec spec, String why) -> {
                String id = engine.create(spec);
                tell("service-created", service.name(), id, spec.image(), why);
                if (service.running()) {
                    engine.start(id);
                    tell("service-started", service.name(), id, spec.image(), "it is new");
                }
            }
            case Step.Start(EngineContainer container, String why) -> {
                engine.start(container.id());
                tell("service-started", container.service(), container.id(), container.image(), why);
            }
            case Step.Stop(EngineContainer container, String why) -> {
                engine.stop(container.id());
                tell("service-stopped", container.service(), container.id(), container.image(), why);
            }
            case Step.Remove(EngineContainer container, String why) -> {
                if (container.alive()) {
                    engine.stop(container.id());
                }
                engine.remove(container.id());
                tell("service-removed", container.service(), container.id(), container.image(), why);
            }
            case Step.AwaitImage(TargetState.Service service) -> {
                once("image-missing", "service", service.name(), "image", service.image(), "then", "what runs goes on");
                return false;
            }
        }
        return true;
    }

    private void tell(String event, String service, String id, String image, String why) {
        String shortId = id.substring(0, Math.min(12, id.length()));
        log.event(event, "service", service, "container", shortId, "image", image, "why", why);
    }

    private void once(String event, Object... keysAndValues) {
        String key = event + List.of(keysAndValues);
        sayingNow.add(key);
        if (!said.contains(key)
                && !Thread.currentThread().isInterrupted()) { // Else it is the supervisor that ends, and no trouble.
            log.event(event, keysAndValues);
        }
    }

    private static String name(Step step) {
        return switch (step) {
            case Step.Create _ -> "create";
            case Step.Start _ -> "start";
            case Step.Stop _ -> "stop";
            case Step.Remove _ -> "remove";
            case Step.AwaitImage _ -> "await-image";
        };
    }

    private static String service(Step step) {
        return switch (step) {
            case Step.Create create -> create.service().name();
            case Step.Start start -> start.container().service();
            case Step.Stop stop -> stop.container().service();
            case Step.Remove remove -> remove.container().service();
            case Step.AwaitImage await -> await.service().name();
        };
    }
}
