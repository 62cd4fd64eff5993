package io.brownout.device;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The apps of a device in the words of the third form of balena's device state, as reports have them. */
final class ReportedState {
    private ReportedState() {}

    /** What a pass of the keeper has seen. */
    record Seen(TargetState target, CurrentState current, boolean settled) {}

    /** Returns the member {@code apps}. */
    static Json.Members apps(Seen seen, Downloads downloads) {
        Map<String, Json> apps = new LinkedHashMap<>();
        for (TargetState.App app : seen.target().apps()) {
            apps.put(app.uuid(), app(app, seen, downloads));
        }
        return new Json.Members(apps);
    }

    private static Json app(TargetState.App app, Seen seen, Downloads downloads) {
        Map<String, Map<String, Json>> releases = new LinkedHashMap<>();
        Set<String> complete = new LinkedHashSet<>();
        boolean downloading = false;
        boolean all = true;
        for (TargetState.Service service : app.services()) {
            List<EngineContainer> present = seen.current().of(new ServiceKey(app.id(), service.name()));
            for (EngineContainer container : present) {
                String commit = container.label(Labels.COMMIT).orElse("");
                complete.add(commit);
                services(releases, commit)
                        .put(
                                service.name(),
                                Json.object("image", container.image(), "status", status(container, present, app)));
            }
            if (present.stream()
                    .noneMatch(it -> it.label(Labels.COMMIT).orElse("").equals(app.commit()))) {
                all = false;
                boolean there = seen.current().images().containsKey(service.image());
                downloading |= !there;
                services(releases, app.commit()).put(service.name(), coming(service, there, downloads));
            }
        }
        Map<String, Json> reported = new LinkedHashMap<>();
        String update = downloading ? "downloading" : all && seen.settled() ? "done" : waits(seen);
        releases.forEach((commit, services) -> reported.put(
                commit,
                Json.object("update_status", commit.equals(app.commit()) ? update : "done", "services", services)));
        Map<String, Json> members = new LinkedHashMap<>();
        if (all && !app.commit().isEmpty()) {
            members.put("release_uuid", Json.of(app.commit()));
        } else if (!complete.isEmpty()) {
            members.put("release_uuid", Json.of(complete.iterator().next()));
        }
        members.put("releases", new Json.Members(reported));
        return new Json.Members(members);
    }

    private static Map<String, Json> services(Map<String, Map<String, Json>> releases, String commit) {
        return releases.computeIfAbsent(commit, _ -> new LinkedHashMap<>());
    }

    /** All images are there: it is at it, or waits for something that is not its own, as a lock is. */
    private static String waits(Seen seen) {
        return seen.settled() ? "downloaded" : "applying changes";
    }

    private static String status(EngineContainer container, List<EngineContainer> present, TargetState.App app) {
        boolean handsOver = present.stream().filter(EngineContainer::alive).count() > 1;
        if (handsOver && container.alive()) {
            return container.label(Labels.COMMIT).orElse("").equals(app.commit())
                    ? "Awaiting handover"
                    : "Handing over";
        }
        return DeviceState.serviceStatus(container);
    }

    private static Json coming(TargetState.Service service, boolean there, Downloads downloads) {
        return there
                ? Json.object("image", service.image(), "status", "Downloaded")
                : Json.object(
                        "image",
                        service.image(),
                        "status",
                        "Downloading",
                        "download_progress",
                        downloads.percent(service.image()).orElse(0));
    }
}
