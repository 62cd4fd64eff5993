package io.brownout.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Compares what is wanted with what is there. Decides only; touches nothing.
 *
 * <p>A service is replaced only when its new image is there ("download, then kill"), so a missing image never takes down what runs.
 */
final class Plan {
    private final DeviceIdentity device;
    private final Function<String, Optional<String>> imageId;
    private final List<Step> steps = new ArrayList<>();
    private final List<TargetState.Service> withoutImage = new ArrayList<>();

    private Plan(DeviceIdentity device, Function<String, Optional<String>> imageId) {
        this.device = device;
        this.imageId = imageId;
    }

    /**
     * Makes a plan.
     *
     * @param containers all that the supervisor has made, in any state
     * @param imageId says which id an image reference has now, if it is there
     */
    static Plan of(
            TargetState target,
            List<EngineContainer> containers,
            DeviceIdentity device,
            Function<String, Optional<String>> imageId) {
        Plan plan = new Plan(device, imageId);
        Map<String, List<EngineContainer>> byService = new HashMap<>();
        for (EngineContainer container : containers) {
            byService
                    .computeIfAbsent(
                            key(container.label(Labels.APP_ID).orElse(""), container.service()), _ -> new ArrayList<>())
                    .add(container);
        }
        Set<String> wanted = new HashSet<>();
        for (TargetState.App app : target.apps()) {
            for (TargetState.Service service : app.services()) {
                wanted.add(key(Long.toString(app.id()), service.name()));
            }
        }
        byService.forEach((key, unwanted) -> {
            if (!wanted.contains(key)) {
                unwanted.forEach(container -> plan.remove(container, "it is not wanted any more"));
            }
        });
        for (TargetState.App app : target.apps()) {
            for (TargetState.Service service : app.services()) {
                plan.settle(
                        app, service, byService.getOrDefault(key(Long.toString(app.id()), service.name()), List.of()));
            }
        }
        return plan;
    }

    /** Returns the steps in the order in which they are to be done; none if all is well. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Returns the services for which nothing can be done, since their image is not there; what runs of them goes on. */
    List<TargetState.Service> withoutImage() {
        return List.copyOf(withoutImage);
    }

    private static String key(String appId, String service) {
        return appId + "/" + service;
    }

    private void settle(TargetState.App app, TargetState.Service service, List<EngineContainer> present) {
        ContainerSpec spec = ContainerSpec.of(app, service, device);
        Optional<String> image = imageId.apply(service.image());
        Optional<EngineContainer> good = present.stream()
                .filter(container -> container.label(Labels.SPEC).equals(Optional.of(spec.digest())))
                .filter(container -> image.isEmpty() || image.get().equals(container.imageId()))
                .filter(container -> !container.state().equals("dead"))
                .findFirst();
        if (good.isPresent()) {
            present.stream()
                    .filter(container -> !container.id().equals(good.get().id()))
                    .forEach(container -> remove(container, "another one is there"));
            settleState(service, good.get());
        } else if (image.isPresent()) {
            String why = present.isEmpty() ? "it is not there" : "what is there was made from something else";
            present.forEach(container -> remove(container, "its service is to be replaced"));
            steps.add(new Step.Create(service, spec, why));
        } else {
            withoutImage.add(service);
        }
    }

    private void settleState(TargetState.Service service, EngineContainer container) {
        if (!service.running()) {
            if (container.alive()) {
                steps.add(new Step.Stop(container, "it is to be stopped"));
            }
            return;
        }
        switch (container.state()) {
            case "created" -> steps.add(new Step.Start(container, "it has never run"));
            case "exited" -> {
                // With the other policies the engine itself has decided that this is the end of it.
                if (service.restart().equals("always") || service.restart().equals("unless-stopped")) {
                    steps.add(new Step.Start(container, "it has ended"));
                }
            }
            default -> {
                // It runs, or the engine is at it.
            }
        }
    }

    private void remove(EngineContainer container, String why) {
        if (!container.state().equals("removing")) {
            steps.add(new Step.Remove(container, why));
        }
    }
}
