package io.brownout.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An engine in memory. Can be gone, refuse what it is told to refuse, and lose containers. */
final class FakeEngine implements Engine {
    final Map<String, String> images = new LinkedHashMap<>();
    /** What its registry has. */
    final Map<String, String> registry = new LinkedHashMap<>();

    final Map<String, PullListener> pulls = new LinkedHashMap<>();
    final Map<String, EngineResource> volumes = new LinkedHashMap<>();
    final Map<String, EngineResource> networks = new LinkedHashMap<>();
    private final Map<String, EngineContainer> containers = new LinkedHashMap<>();
    private final List<Runnable> watchers = new ArrayList<>();
    private int created;
    private boolean gone;
    private @Nullable String refusal;

    /** Has an image under a reference, with an id of its own. */
    synchronized FakeEngine withImage(String reference, String id) {
        images.put(reference, id);
        return this;
    }

    synchronized void goAway() {
        gone = true;
    }

    synchronized void comeBack() {
        gone = false;
    }

    /** Refuses to start containers; null to start them again. */
    synchronized void refuseToStart(@Nullable String why) {
        refusal = why;
    }

    synchronized EngineContainer only() {
        if (containers.size() != 1) {
            throw new AssertionError("expected one container, saw " + containers.values());
        }
        return containers.values().iterator().next();
    }

    synchronized void lose(String id) {
        containers.remove(id);
        changed();
    }

    synchronized void setState(String id, String state) {
        EngineContainer it = Objects.requireNonNull(containers.get(id), id);
        containers.put(
                id,
                new EngineContainer(
                        it.id(),
                        it.name(),
                        it.image(),
                        it.imageId(),
                        state,
                        it.labels(),
                        it.networks(),
                        it.createdAt()));
        changed();
    }

    private void changed() {
        List.copyOf(watchers).forEach(Runnable::run);
    }

    private void answering() {
        if (gone) {
            throw new EngineException("the engine at /fake: gone");
        }
    }

    @Override
    public synchronized void ping() {
        answering();
    }

    @Override
    public synchronized List<EngineContainer> containers() {
        answering();
        return List.copyOf(containers.values());
    }

    @Override
    public synchronized Optional<String> imageId(String reference) {
        answering();
        return Optional.ofNullable(images.get(reference));
    }

    @Override
    public synchronized String create(ContainerSpec spec) {
        answering();
        if (!images.containsKey(spec.image())) {
            throw new EngineException("no image " + spec.image());
        }
        if (!networks.keySet().containsAll(spec.networks())) {
            throw new EngineException("no network of " + spec.networks());
        }
        if (containers.values().stream().anyMatch(it -> it.name().equals(spec.name()))) {
            throw new EngineException("the name is taken: " + spec.name());
        }
        String id = "container-" + ++created;
        Map<String, String> labels = new LinkedHashMap<>();
        spec.body()
                .at("Labels")
                .orElseThrow()
                .members()
                .forEach((name, value) -> labels.put(name, value.asText().orElseThrow()));
        containers.put(
                id,
                new EngineContainer(
                        id,
                        spec.name(),
                        spec.image(),
                        images.getOrDefault(spec.image(), ""),
                        "created",
                        labels,
                        Set.copyOf(spec.networks()),
                        created));
        return id;
    }

    @Override
    public synchronized void pull(String reference, Optional<RegistryLogin> login, PullListener listener) {
        pulls.put(reference, listener);
    }

    /** Returns who listens to a download that goes on. */
    synchronized PullListener pull(String reference) {
        return Objects.requireNonNull(pulls.get(reference), "a download of " + reference);
    }

    /** Ends the downloads that go on: those that its registry has are there, the others have failed. */
    synchronized void endPulls() {
        Map<String, PullListener> now = Map.copyOf(pulls);
        pulls.clear();
        now.forEach((reference, listener) -> {
            String id = registry.get(reference);
            if (id != null) {
                images.put(reference, id);
            }
            listener.ended(id == null ? Optional.of("the registry has no " + reference) : Optional.empty());
        });
    }

    @Override
    public synchronized void removeImage(String reference) {
        answering();
        if (containers.values().stream().anyMatch(it -> it.image().equals(reference))) {
            throw new EngineException("a container uses " + reference);
        }
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
        if (containers.values().stream().anyMatch(it -> it.networks().contains(name))) {
            throw new EngineException("a container is in " + name);
        }
        networks.remove(name);
    }

    @Override
    public synchronized void start(String id) {
        answering();
        if (refusal != null) {
            throw new EngineException(refusal);
        }
        setState(id, "running");
    }

    @Override
    public synchronized void stop(String id) {
        answering();
        setState(id, "exited");
    }

    @Override
    public synchronized void remove(String id) {
        answering();
        lose(id);
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
