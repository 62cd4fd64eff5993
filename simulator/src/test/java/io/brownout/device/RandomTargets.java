package io.brownout.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Targets made up from a seed, in the form in which a fleet tells them: few names, so that any two have much in common. */
final class RandomTargets {
    private static final List<String> SERVICES = List.of("db", "web", "sensor", "ui");
    private static final List<String> STRATEGIES =
            List.of("download-then-kill", "kill-then-download", "delete-then-download", "hand-over", "what?");

    private final Random random;
    /** What each app, and each service of it, is made up from. */
    private final long[][] seeds = new long[2][1 + SERVICES.size()];

    RandomTargets(Random random) {
        this.random = random;
    }

    /** Up to two apps, some of them without a release. */
    TargetState next() {
        for (long[] app : seeds) {
            for (int i = 0; i < app.length; i++) {
                app[i] = random.nextLong();
            }
        }
        return target();
    }

    /** The last one, but for a few of its services. */
    TargetState variant() {
        for (long[] app : seeds) {
            for (int i = 1; i < app.length; i++) {
                app[i] = random.nextInt(4) == 0 ? random.nextLong() : app[i];
            }
        }
        return target();
    }

    private TargetState target() {
        Map<String, Object> apps = new LinkedHashMap<>();
        for (int app = 1; app <= seeds.length; app++) {
            Random its = new Random(seeds[app - 1][0]);
            if (its.nextInt(6) > 0) {
                Map<String, Object> members = new HashMap<>(Map.of("id", app, "name", "app" + app, "class", "fleet"));
                if (its.nextInt(8) > 0) {
                    int release = 10 * app + its.nextInt(3);
                    members.put("releases", Map.of("c" + release, release(app, release)));
                }
                apps.put("uuid" + app, members);
            }
        }
        return TargetReader.read(Json.object("17c5", Json.object("name", "d", "config", Map.of(), "apps", apps)));
    }

    private Map<String, Object> release(int app, int release) {
        Map<String, Object> services = new LinkedHashMap<>();
        List<String> before = new ArrayList<>();
        for (int service = 0; service < SERVICES.size(); service++) {
            Random its = new Random(seeds[app - 1][1 + service]);
            if (its.nextInt(4) > 0) {
                services.put(SERVICES.get(service), service(its, app, service, before));
                before.add(SERVICES.get(service));
            }
        }
        return Map.of("id", release, "services", services, "volumes", Map.of("data", Map.of()), "networks", Map.of());
    }

    private static Map<String, Object> service(Random random, int app, int service, List<String> before) {
        int image = 1 + random.nextInt(3);
        Map<String, Object> composition = new HashMap<>();
        composition.put("restart", pick(random, List.of("always", "no", "on-failure", "unless-stopped")));
        composition.put("volumes", random.nextBoolean() ? List.of("own" + service + ":/own") : List.of());
        composition.put(
                "depends_on",
                before.stream().filter(_ -> random.nextInt(3) == 0).toList());
        if (random.nextInt(4) == 0) {
            composition.put("network_mode", "host");
        } else if (random.nextInt(3) == 0) {
            composition.put("networks", List.of("front", "back").subList(0, 1 + random.nextInt(2)));
        }
        String repository = SERVICES.get(service) + (random.nextInt(3) == 0 ? "" : app);
        return Map.of(
                "id",
                10 * app + service,
                "image_id",
                10 * app + image,
                "image",
                "reg/" + repository + "@sha256:" + image,
                "running",
                random.nextInt(6) > 0,
                "environment",
                Map.of("E", Integer.toString(random.nextInt(2))),
                "labels",
                Map.of(Labels.STRATEGY, pick(random, STRATEGIES), Labels.HANDOVER_TIMEOUT, "30000"),
                "composition",
                composition);
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
