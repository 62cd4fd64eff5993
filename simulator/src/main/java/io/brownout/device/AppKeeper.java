package io.brownout.device;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings what runs on one device closer to what is wanted, one pass at a time. Passive and without a clock of its own: who calls {@link #pass} decides when. Safe for any thread; one pass or deed at a time.
 *
 * <p>A pass looks anew at everything and trusts no memory of its own, so it goes on from whatever a cut, a person or a crash has left.
 */
final class AppKeeper {
    /** The fleet's word that update locks do not count: {@code RESIN_SUPERVISOR_OVERRIDE_LOCK}, or the older name. */
    private static final List<String> OVERRIDES = List.of("SUPERVISOR_OVERRIDE_LOCK", "OVERRIDE_LOCK");

    private final Engine engine;
    private final TargetSource target;
    private final DeviceIdentity device;
    private final Downloads downloads;
    private final ImageBook book;
    private final InstantSource clock;
    private final DeviceLog log;
    private final Optional<UpdateLocks> locks;
    private final Set<ServiceKey> stopped = new HashSet<>();
    private volatile boolean insists;
    private volatile ReportedState.@Nullable Seen seen;
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

    AppKeeper(
            Engine engine,
            TargetSource target,
            DeviceIdentity device,
            Downloads downloads,
            ImageBook book,
            InstantSource clock,
            DeviceLog log) {
        this.engine = engine;
        this.target = target;
        this.device = device;
        this.downloads = downloads;
        this.book = book;
        this.clock = clock;
        this.log = log;
        this.locks = device.locks().map(UpdateLocks::new);
    }

    /**
     * Looks and acts once; blocks for as long as the engine takes. What fails is logged.
     *
     * @param beforeEach called before each step, as a sign of life
     */
    synchronized Outcome pass(Runnable beforeEach) {
        sayingNow = new HashSet<>();
        Outcome outcome = look(beforeEach);
        said = sayingNow;
        return outcome;
    }

    private Outcome look(Runnable beforeEach) {
        boolean insisted = insists;
        Optional<TargetState> wanted = target.current();
        if (wanted.isEmpty()) {
            once("no-target", "then", "nothing is started or removed");
            return Outcome.SETTLED;
        }
        TargetState now = wanted.get().holding(stopped);
        CurrentState current;
        Plan plan;
        try {
            book.note(now.images());
            current = CurrentState.of(engine, now, downloads.busy(), book.known());
            plan = Plan.of(now, current, device, situation(now, current));
        } catch (EngineException e) {
            once("engine-trouble", "error", e.reason());
            return Outcome.FAILED;
        }
        seen = new ReportedState.Seen(now, current, plan.steps().isEmpty());
        plan.waiting().forEach(what -> once("waiting", "what", what));
        Outcome outcome = plan.steps().isEmpty() ? Outcome.SETTLED : Outcome.CHANGED;
        if (outcome == Outcome.SETTLED && plan.waiting().isEmpty() && insisted) {
            insists = false;
        }
        Step.Tools tools = new Step.Tools(engine, downloads, book, locks, log);
        for (Step step : plan.steps()) {
            beforeEach.run();
            try {
                step.carryOut(tools);
            } catch (EngineException e) {
                once("step-failed", "step", step.verb(), "subject", step.subject(), "error", e.reason());
                outcome = Outcome.FAILED;
            }
        }
        return outcome;
    }

    private Situation situation(TargetState wanted, CurrentState current) {
        Set<Long> apps = new HashSet<>();
        Set<ServiceKey> handedOver = new HashSet<>();
        wanted.apps().forEach(app -> apps.add(app.id()));
        current.containers().forEach(container -> {
            apps.add(container.app());
            if (locks.isPresent() && locks.get().handedOver(container.key())) {
                handedOver.add(container.key());
            }
        });
        boolean overridden = insists
                || OVERRIDES.stream()
                        .anyMatch(name -> wanted.setting(name)
                                .filter(it -> it.equals("1") || it.equals("true"))
                                .isPresent());
        Set<Long> locked =
                overridden ? Set.of() : locks.map(it -> it.holders(apps)).orElse(Set.of());
        return new Situation(locked, handedOver, clock.instant().getEpochSecond());
    }

    /** Returns what the last pass has seen; empty before there was one with a target. Does not wait for a pass that goes on. */
    Optional<ReportedState.Seen> seen() {
        return Optional.ofNullable(seen);
    }

    /** Has the update that is waiting, if there is one, pass over the apps' locks. Does not wait for a pass that goes on. */
    void insist() {
        insists = true;
    }

    /** Does something to the engine between two passes. */
    synchronized void between(Runnable deed) {
        deed.run();
    }

    /** Keeps services stopped until they are {@link #release}d or this program ends. */
    synchronized void hold(Set<ServiceKey> services) {
        stopped.addAll(services);
    }

    synchronized void release(Set<ServiceKey> services) {
        stopped.removeAll(services);
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
