package io.brownout.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The part of a {@link Plan} that is about single services: whether one is as wanted, and what is next if it is not. */
final class ServicePlan {
    private final TargetState target;
    private final CurrentState current;
    private final DeviceIdentity device;
    private final Situation situation;
    private final List<Step> steps;
    private final Set<String> waiting = new TreeSet<>();

    ServicePlan(
            TargetState target, CurrentState current, DeviceIdentity device, Situation situation, List<Step> steps) {
        this.target = target;
        this.current = current;
        this.device = device;
        this.situation = situation;
        this.steps = steps;
    }

    Set<String> waiting() {
        return waiting;
    }

    /** Adds the steps that bring one service closer to what is wanted. */
    void settle(TargetState.App app, TargetState.Service service) {
        ServiceKey key = new ServiceKey(app.id(), service.name());
        List<EngineContainer> present = current.of(key);
        Optional<EngineContainer> good = good(app, service);
        if (good.isPresent()) {
            List<EngineContainer> others = new ArrayList<>(present);
            others.remove(good.get());
            settleGood(app, service, good.get(), others);
        } else if (current.images().containsKey(service.image())) {
            settleWithImage(app, service, present);
        } else {
            settleWithoutImage(key, service, present);
        }
    }

    /** Returns the container that was made from all that is wanted now. While the image is not there, nobody can say that it was made from another one of that name. */
    private Optional<EngineContainer> good(TargetState.App app, TargetState.Service service) {
        ContainerSpec spec = ContainerSpec.of(app, service, device);
        String image = current.images().get(service.image());
        return current.of(new ServiceKey(app.id(), service.name())).stream()
                .filter(it -> it.label(Labels.SPEC).equals(Optional.of(spec.digest())))
                .filter(it -> image == null || image.equals(it.imageId()))
                .filter(it -> it.networks().containsAll(spec.networks()))
                .filter(it -> !it.state().equals("dead") && !it.goes())
                .findFirst();
    }

    private void settleGood(
            TargetState.App app, TargetState.Service service, EngineContainer good, List<EngineContainer> others) {
        boolean beside = service.strategy() == Strategy.HAND_OVER && service.running();
        if (!others.isEmpty() && situation.locked().contains(app.id())) {
            waitForLock(app);
            return;
        }
        if (others.isEmpty() || !beside || handedOver(app, service, good)) {
            others.stream()
                    .filter(it -> !it.goes())
                    .forEach(it -> steps.add(new Step.Remove(it, "another one is there")));
        } else if (good.alive()) {
            waiting.add(new ServiceKey(app.id(), service.name()) + " for its hand-over");
        }
        settleState(app, service, good);
    }

    private boolean handedOver(TargetState.App app, TargetState.Service service, EngineContainer good) {
        Duration since = Duration.ofSeconds(situation.now() - good.createdAt());
        return (good.alive() || endedByItself(service, good))
                && (situation.handedOver().contains(new ServiceKey(app.id(), service.name()))
                        || since.compareTo(service.handoverTime()) >= 0);
    }

    private void settleState(TargetState.App app, TargetState.Service service, EngineContainer container) {
        if (!service.running()) {
            if (!container.alive()) {
                return;
            }
            if (situation.locked().contains(app.id())) {
                waitForLock(app);
            } else {
                steps.add(new Step.Stop(container, "it is to be stopped"));
            }
        } else if (container.state().equals("created")) {
            startInOrder(app, service, container, "it has never run");
        } else if (container.state().equals("exited")
                // With the other policies the engine itself has decided that this is the end of it.
                && (service.restart().equals("always") || service.restart().equals("unless-stopped"))) {
            startInOrder(app, service, container, "it has ended");
        }
    }

    private void startInOrder(TargetState.App app, TargetState.Service service, EngineContainer container, String why) {
        if (mayStart(app, service)) {
            steps.add(new Step.Start(container, why));
        }
    }

    private void settleWithImage(TargetState.App app, TargetState.Service service, List<EngineContainer> present) {
        boolean locked = situation.locked().contains(app.id());
        if (locked && !(present.isEmpty() && ofOneRelease(app))) {
            waitForLock(app);
            return;
        }
        if (!mayStart(app, service) || present.stream().anyMatch(EngineContainer::goes)) {
            return;
        }
        ContainerSpec spec = ContainerSpec.of(app, service, device);
        boolean beside = service.strategy() == Strategy.HAND_OVER
                && service.running()
                && present.stream().anyMatch(EngineContainer::alive)
                // An engine has each name once, and a container with other variables of the same release has the name
                // of the old one.
                && present.stream().noneMatch(it -> it.name().equals(spec.name()));
        if (beside) {
            steps.add(new Step.CreateBeside(app.id(), service, spec));
        } else {
            steps.add(new Step.Create(
                    service,
                    spec,
                    present,
                    present.isEmpty() ? "it is not there" : "what is there was made from something else"));
        }
    }

    private void settleWithoutImage(ServiceKey key, TargetState.Service service, List<EngineContainer> present) {
        if (service.strategy().killsFirst() && !present.isEmpty()) {
            if (situation.locked().contains(key.app())) {
                waiting.add("app " + key.app() + " for its update lock");
                return;
            }
            present.stream()
                    .filter(it -> !it.goes())
                    .forEach(it -> steps.add(new Step.Remove(it, "it is to go before its new image comes")));
            return;
        }
        if (service.strategy() == Strategy.DELETE_THEN_DOWNLOAD) {
            List<Step> deletions = new ArrayList<>();
            for (String reference : new TreeSet<>(current.known().keySet())) {
                if (key.equals(current.known().get(reference))
                        && !target.images().containsKey(reference)
                        && !current.uses(reference)) {
                    deletions.add(new Step.RemoveImage(reference));
                }
            }
            if (!deletions.isEmpty()) {
                steps.addAll(deletions);
                return;
            }
        }
        waiting.add(key + " for its image " + service.image());
        if (!current.fetching().contains(service.image())) {
            steps.add(new Step.Fetch(key, service.image()));
        }
    }

    /** Says whether all that a service depends on is as wanted and runs; what is not to run now, or ended as it may, is not waited for. */
    private boolean mayStart(TargetState.App app, TargetState.Service service) {
        if (!service.running()) {
            return true;
        }
        for (TargetState.Service other : app.services()) {
            if (service.dependsOn().contains(other.name()) && other.running()) {
                Optional<EngineContainer> good = good(app, other);
                if (good.isEmpty() || !(good.get().alive() || endedByItself(other, good.get()))) {
                    waiting.add(new ServiceKey(app.id(), service.name()) + " for " + other.name());
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean endedByItself(TargetState.Service service, EngineContainer container) {
        return container.state().equals("exited")
                && (service.restart().equals("no") || service.restart().equals("on-failure"));
    }

    /** A locked app may have what is missing of the release that runs, but nothing of another one. */
    private boolean ofOneRelease(TargetState.App app) {
        return current.containers().stream()
                .filter(it -> it.app() == app.id())
                .allMatch(it -> it.label(Labels.COMMIT).equals(Optional.of(app.commit())));
    }

    private void waitForLock(TargetState.App app) {
        waiting.add("app " + app.id() + " for its update lock");
    }
}
