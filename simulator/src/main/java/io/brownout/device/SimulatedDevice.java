package io.brownout.device;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One of thousands of devices in one JVM: the supervisor's own plans, downloads, polls and reports, on an engine that only remembers. Has no thread: all that it does, it does on a scheduler, and it does
 * nothing while nothing happens. What a real one keeps on its card, it keeps in memory.
 */
final class SimulatedDevice implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration WAITING = Duration.ofSeconds(10);
    private static final Duration USUAL_POLL = Duration.ofMinutes(15);
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final Identity identity;
    private final Surroundings around;
    private final SimulatedEngine engine;
    private final Downloads downloads;
    private final AppKeeper keeper;
    private final TargetPoll poll;
    private final StateReporter reporter;
    private final Memory memory = new Memory();
    private final AtomicBoolean passDue = new AtomicBoolean();
    private final AtomicBoolean tellDue = new AtomicBoolean();
    private volatile boolean registered;
    private volatile boolean closed;

    /** Who it is, and by what it becomes known; the key is invented by the device, as a real one does. */
    record Identity(String uuid, String key, String provisioningKey, long application, String deviceType) {}

    /** What it shares with the others. */
    record Surroundings(FleetApi api, Scheduler scheduler, InstantSource clock, DeviceLog log) {}

    private SimulatedDevice(
            Identity identity, SimulatedEngine.Pulls pulls, RandomGenerator random, Surroundings around) {
        this.identity = identity;
        this.around = around;
        DeviceIdentity device = new DeviceIdentity(identity.uuid(), identity.deviceType(), "simulated", "0.0.0");
        this.engine = new SimulatedEngine(pulls, around.scheduler(), random, around.clock());
        this.downloads = new Downloads(engine, around.clock(), around.log());
        this.keeper = new AppKeeper(engine, memory, device, downloads, memory, around.clock(), around.log());
        this.poll = new TargetPoll(around.api(), memory, USUAL_POLL, around.clock(), random, around.log());
        this.reporter = new StateReporter(around.api(), USUAL_POLL, around.clock(), memory, around.log());
        engine.watch(this::pass);
    }

    /** Switches one on; its first deeds are on the scheduler. */
    static SimulatedDevice start(
            Identity identity, SimulatedEngine.Pulls pulls, RandomGenerator random, Surroundings around) {
        SimulatedDevice device = new SimulatedDevice(identity, pulls, random, around);
        around.scheduler().after(Duration.ZERO, device::ask);
        return device;
    }

    Engine engine() {
        return engine;
    }

    private void ask() {
        if (!closed) {
            Duration pause = registered() ? poll.ask(identity.uuid(), identity.key()) : RETRY;
            pass();
            around.scheduler().after(pause, this::ask);
        }
    }

    private boolean registered() {
        if (!registered) {
            try {
                // A uuid that is taken is its own: its first answer was lost.
                around.api()
                        .register(
                                identity.provisioningKey(),
                                Json.object(
                                        "application", identity.application(),
                                        "uuid", identity.uuid(),
                                        "device_type", identity.deviceType(),
                                        "api_key", identity.key(),
                                        "supervisor_version", "0.0.0"));
                registered = true;
            } catch (IOException | FleetException e) {
                around.log().event("not-provisioned", "uuid", identity.uuid(), "error", String.valueOf(e.getMessage()));
            }
        }
        return registered;
    }

    /** Has a pass done soon; what happens until then is one pass. */
    private void pass() {
        if (!closed && passDue.compareAndSet(false, true)) {
            around.scheduler().after(SOON, () -> {
                passDue.set(false);
                AppKeeper.Outcome outcome = keeper.pass(() -> {});
                if (outcome != AppKeeper.Outcome.SETTLED) {
                    pass();
                } else if (!downloads.busy().isEmpty()) {
                    around.scheduler().after(WAITING, this::pass);
                }
                tell(Duration.ZERO);
            });
        }
    }

    private void tell(Duration pause) {
        if (!closed && registered && tellDue.compareAndSet(false, true)) {
            around.scheduler().after(pause, () -> {
                tellDue.set(false);
                Optional<ReportedState.Seen> seen = keeper.seen();
                if (seen.isPresent()) {
                    Json.Members state = Json.object(
                            "status", "Idle",
                            "supervisor_version", "0.0.0",
                            "apps", ReportedState.apps(seen.get(), downloads));
                    Duration next = reporter.report(identity.uuid(), identity.key(), state);
                    if (!reporter.hasTold(state)) {
                        tell(next);
                    }
                }
            });
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** What a real device keeps on its card or in its RAM disk. */
    private static final class Memory implements TargetSource, TargetPoll.TargetStore, ImageBook, StateReporter.Memory {
        private final Map<String, ServiceKey> images = new HashMap<>(4);
        private @Nullable TargetState target;
        private @Nullable String mark;
        private @Nullable Json told;

        @Override
        public synchronized Optional<TargetState> current() {
            return Optional.ofNullable(target);
        }

        @Override
        public Optional<TargetState> ofFleet() {
            return current();
        }

        @Override
        public synchronized Optional<String> mark() {
            return Optional.ofNullable(mark);
        }

        @Override
        public synchronized void take(String text, Optional<String> news) {
            target = TargetReader.read(Json.parse(text));
            mark = news.orElse(null);
        }

        @Override
        public synchronized Map<String, ServiceKey> known() {
            return Map.copyOf(images);
        }

        @Override
        public synchronized void note(Map<String, ServiceKey> further) {
            images.putAll(further);
        }

        @Override
        public synchronized void forget(String reference) {
            images.remove(reference);
        }

        @Override
        public synchronized Optional<Json> recall() {
            return Optional.ofNullable(told);
        }

        @Override
        public synchronized void keep(Json state) {
            told = state;
        }
    }
}
