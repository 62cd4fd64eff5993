package io.brownout.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An engine in memory. Can be gone, refuse what it is told to refuse, and lose containers. */
final class FakeEngine implements Engine {
    final Map<String, String> images = new LinkedHashMap<>();
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
                new EngineContainer(it.id(), it.name(), it.image(), it.imageId(), state, it.labels(), it.createdAt()));
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
                        images.getOrDefault(spec.image(), "?"),
                        "created",
                        labels,
                        created));
        return id;
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
