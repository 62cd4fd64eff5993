package io.brownout.device;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * An engine that only remembers: its containers run as soon as they are started and never die, its pulls take their time on a scheduler and some of them fail. Small, since there are thousands in one JVM.
 */
final class SimulatedEngine implements Engine {
    private static final List<Integer> PROGRESS = List.of(25, 50, 75);

    private final Pulls pulls;
    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final Map<String, EngineContainer> containers = new LinkedHashMap<>(4);
    private final Set<String> images = new HashSet<>(4);
    private final Map<String, EngineResource> volumes = new HashMap<>(4);
    private final Map<String, EngineResource> networks = new HashMap<>(4);
    private final List<Runnable> watchers = new ArrayList<>(1);
    private int created;

    /**
     * How pulls go.
     *
     * @param time of one on average; each takes between half of it and half as much again
     * @param failing how many of them fail, 0 to 1
     */
    record Pulls(Duration time, double failing) {
        /** Checks the fraction. */
        Pulls {
            if (failing < 0 || failing > 1) {
                throw new IllegalArgumentException("expected a fraction from 0 to 1, saw " + failing);
            }
        }
    }

    SimulatedEngine(Pulls pulls, Scheduler scheduler, RandomGenerator random, InstantSource clock) {
        this.pulls = pulls;
        this.scheduler = scheduler;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public void ping() {
        // It always answers.
    }

    @Override
    public synchronized List<EngineContainer> containers() {
        return List.copyOf(containers.values());
    }

    @Override
    public synchronized Optional<String> imageId(String reference) {
        return images.contains(reference) ? Optional.of(idOf(reference)) : Optional.empty();
    }

    private static String idOf(String reference) {
        return "sha256:" + Integer.toHexString(reference.hashCode());
    }

    @Override
    public void pull(String reference, Optional<RegistryLogin> login, PullListener listener) {
        Duration time = pulls.time().multipliedBy(500 + random.nextInt(1000)).dividedBy(1000);
        boolean fails = random.nextDouble() < pulls.failing();
        for (int percent : PROGRESS) {
            scheduler.after(time.multipliedBy(percent).dividedBy(100), () -> listener.progress(percent));
        }
        scheduler.after(time, () -> {
            if (!fails) {
                synchronized (this) {
                    images.add(reference);
                }
            }
            listener.ended(fails ? Optional.of("a pull that was to fail") : Optional.empty());
            changed();
        });
    }

    @Override
    public synchronized void removeImage(String reference) {
        images.remove(reference);
    }

    @Override
    public synchronized List<EngineResource> volumes() {
        return List.copyOf(volumes.values());
    }

    @Override
    public synchronized void createVolume(EngineResource volume) {
        volumes.putIfAbsent(volume.name(), volume);
    }

    @Override
    public synchronized void removeVolume(String name) {
        volumes.remove(name);
    }

    @Override
    public synchronized List<EngineResource> networks() {
        return List.copyOf(networks.values());
    }

    @Override
    public synchronized void createNetwork(EngineResource network) {
        networks.put(network.name(), network);
    }

    @Override
    public synchronized void removeNetwork(String name) {
        networks.remove(name);
    }

    @Override
    public synchronized String create(ContainerSpec spec) {
        if (!images.contains(spec.image())) {
            throw new EngineException("no such image: " + spec.image());
        }
        String id = "simulated-" + ++created;
        containers.put(
                id,
                new EngineContainer(
                        id,
                        spec.name(),
                        spec.image(),
                        idOf(spec.image()),
                        "created",
                        ServiceReader.texts(spec.body(), "Labels"),
                        Set.copyOf(spec.networks()),
                        clock.instant().getEpochSecond()));
        return id;
    }

    @Override
    public void start(String id) {
        become(id, "running");
    }

    @Override
    public void stop(String id) {
        become(id, "exited");
    }

    private void become(String id, String state) {
        synchronized (this) {
            EngineContainer it = Objects.requireNonNull(containers.get(id), id);
            containers.put(
                    id,
                    new EngineContainer(
                            id,
                            it.name(),
                            it.image(),
                            it.imageId(),
                            state,
                            it.labels(),
                            it.networks(),
                            it.createdAt()));
        }
        changed();
    }

    @Override
    public void remove(String id) {
        synchronized (this) {
            containers.remove(id);
        }
        changed();
    }

    private void changed() {
        List<Runnable> all;
        synchronized (this) {
            all = List.copyOf(watchers);
        }
        all.forEach(Runnable::run);
    }

    @Override
    public synchronized Watch watch(Runnable changed) {
        watchers.add(changed);
        return () -> {
            synchronized (this) {
                watchers.remove(changed);
            }
        };
    }
}
