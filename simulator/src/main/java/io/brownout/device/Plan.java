package io.brownout.device;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what is wanted with what is there. Decides only; touches nothing, knows no clock and asks nobody: equal arguments make equal plans.
 *
 * <p>A plan has what can be done now, in order. What must wait for something (an image, a service that it depends on, an app's lock, a hand-over) is not in it and comes in a later plan, made from what is
 * there then.
 */
final class Plan {
    private final TargetState target;
    private final CurrentState current;
    private final Situation situation;
    private final ServicePlan services;
    private final List<Step> steps = new ArrayList<>();

    private Plan(TargetState target, CurrentState current, DeviceIdentity device, Situation situation) {
        this.target = target;
        this.current = current;
        this.situation = situation;
        this.services = new ServicePlan(target, current, device, situation, steps);
    }

    /** Makes a plan. */
    static Plan of(TargetState target, CurrentState current, DeviceIdentity device, Situation situation) {
        Plan plan = new Plan(target, current, device, situation);
        plan.removeUnwanted();
        for (TargetState.App app : target.apps()) {
            plan.createResources(app);
            app.services().forEach(service -> plan.services.settle(app, service));
        }
        plan.removeResources();
        plan.removeImages();
        return plan;
    }

    /** Returns the steps in the order in which they are to be done; none if all is well, or waits. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Returns what stands still, and for what: each a few words for the log. */
    Set<String> waiting() {
        return services.waiting();
    }

    private boolean locked(long app) {
        return situation.locked().contains(app);
    }

    private void removeUnwanted() {
        Set<ServiceKey> wanted = new HashSet<>();
        for (TargetState.App app : target.apps()) {
            app.services().forEach(service -> wanted.add(new ServiceKey(app.id(), service.name())));
        }
        for (EngineContainer container : current.containers()) {
            if (!wanted.contains(container.key()) && !locked(container.app()) && !container.goes()) {
                steps.add(new Step.Remove(container, "it is not wanted any more"));
            }
        }
    }

    private void createResources(TargetState.App app) {
        for (String name : app.neededVolumes()) {
            EngineResource volume = EngineResource.of(app.id(), name);
            // By its name only: an engine makes a volume without labels when a container asks for one that is not
            // there.
            if (current.volumes().stream().noneMatch(it -> it.name().equals(volume.name()))) {
                steps.add(new Step.CreateVolume(volume));
            }
        }
        for (String name : app.neededNetworks()) {
            EngineResource network = EngineResource.of(app.id(), name);
            if (!current.networks().contains(network)) {
                steps.add(new Step.CreateNetwork(network));
            }
        }
    }

    /** An app's networks go when its release does not name them any more; its volumes, which hold what nobody can make anew, when the app itself has gone. */
    private void removeResources() {
        Set<String> networks = new TreeSet<>();
        Set<Long> apps = new HashSet<>();
        for (TargetState.App app : target.apps()) {
            apps.add(app.id());
            app.neededNetworks()
                    .forEach(name ->
                            networks.add(EngineResource.of(app.id(), name).name()));
        }
        for (EngineResource network : current.networks()) {
            boolean inUse =
                    current.containers().stream().anyMatch(it -> it.networks().contains(network.name()));
            if (network.app().isPresent() && !networks.contains(network.name()) && !inUse) {
                steps.add(new Step.RemoveNetwork(network));
            }
        }
        for (EngineResource volume : current.volumes()) {
            if (volume.app().isPresent()
                    && !apps.contains(volume.app().get())
                    && current.containers().stream()
                            .noneMatch(it -> it.app() == volume.app().get())) {
                steps.add(new Step.RemoveVolume(volume));
            }
        }
    }

    /** Images that nobody wants any more go when all that are wanted are there, so that the old one's layers can be a part of the new one. */
    private void removeImages() {
        Set<String> wanted = target.images().keySet();
        if (!current.images().keySet().containsAll(wanted)) {
            return;
        }
        for (String reference : new TreeSet<>(current.known().keySet())) {
            if (!wanted.contains(reference) && !current.uses(reference)) {
                steps.add(new Step.RemoveImage(reference));
            }
        }
    }
}
