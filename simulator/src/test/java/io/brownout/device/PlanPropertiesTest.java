package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every target, whatever was on the device before: states are made up from seeds, and a failure names its own. */
class PlanPropertiesTest {
    private static final int ROUNDS = 300;
    /** A release of four services, each waiting for the one before, changed by hand-over, is through in fewer. */
    private static final int MOST_PASSES = 25;

    private static final DeviceIdentity DEVICE = new DeviceIdentity("17c5", "raspberrypi3-64", "ResinOS 1", "1.0.0");

    /** One device: its engine and what the supervisor remembers. */
    private static final class World {
        final FakeEngine engine = new FakeEngine();
        final MemoryBook book = new MemoryBook();
        final Random random;
        long now = 1_000;
        Set<Long> locked = Set.of();

        World(Random random) {
            this.random = random;
        }

        Plan plan(TargetState target) {
            book.note(target.images());
            CurrentState current = CurrentState.of(engine, target, Set.of(), book.known());
            return Plan.of(target, current, DEVICE, new Situation(locked, Set.of(), now));
        }

        /** Does the first steps of a plan, as many as that; what is fetched is there when they are done. */
        void carryOut(Plan plan, int most) {
            Downloads downloads = new Downloads(engine, () -> java.time.Instant.ofEpochSecond(now), line -> {});
            Step.Tools tools = new Step.Tools(engine, downloads, book, Optional.empty(), line -> {});
            for (Step step : plan.steps().subList(0, Math.min(most, plan.steps().size()))) {
                step.carryOut(tools);
                if (step instanceof Step.Fetch(ServiceKey _, String image)) {
                    engine.registry.put(image, "sha256:" + image.hashCode());
                }
            }
            engine.endPulls();
            now += 20;
        }

        /** Plans and acts until there is nothing left to do. */
        int settle(TargetState target) {
            for (int pass = 0; pass < MOST_PASSES; pass++) {
                Plan plan = plan(target);
                if (plan.steps().isEmpty() && plan.waiting().stream().noneMatch(it -> it.contains("hand-over"))) {
                    return pass;
                }
                carryOut(plan, Integer.MAX_VALUE);
            }
            throw new AssertionError("expected it to settle within " + MOST_PASSES + " passes, left: "
                    + plan(target).steps());
        }

        /** Leaves something half done, dead, lost or stopped, as cuts and people do. */
        void damage() {
            for (EngineContainer container : engine.containers()) {
                switch (random.nextInt(6)) {
                    case 0 -> engine.lose(container.id());
                    case 1 -> engine.setState(container.id(), "dead");
                    case 2 -> engine.setState(container.id(), random.nextBoolean() ? "exited" : "created");
                    default -> {
                        // It is well.
                    }
                }
            }
            if (random.nextBoolean()) {
                engine.images.keySet().removeIf(reference -> random.nextInt(4) == 0);
            }
            if (random.nextBoolean()) {
                engine.volumes.clear();
            }
        }

        Set<String> idsOf(long app) {
            return engine.containers().stream()
                    .filter(it -> it.app() == app)
                    .map(it -> it.id() + it.state())
                    .collect(Collectors.toSet());
        }
    }

    private static World somewhere(Random random, RandomTargets targets) {
        World world = new World(random);
        for (int i = random.nextInt(3); i > 0; i--) {
            TargetState earlier = targets.next();
            if (random.nextBoolean()) {
                world.settle(earlier);
            } else {
                world.carryOut(world.plan(earlier), random.nextInt(8));
            }
            if (random.nextBoolean()) {
                world.damage();
            }
        }
        return world;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void from_any_state_the_steps_reach_the_target_and_then_there_are_none(long seed) {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(seed << 32 | round);
            RandomTargets targets = new RandomTargets(random);
            World world = somewhere(random, targets);
            TargetState target = targets.next();

            world.settle(target);

            assertReached(world, target, "seed " + seed + ", round " + round);
        }
    }

    private static void assertReached(World world, TargetState target, String where) {
        Map<String, String> wanted = new HashMap<>();
        Set<String> networks = new HashSet<>();
        Set<Long> apps = new HashSet<>();
        for (TargetState.App app : target.apps()) {
            apps.add(app.id());
            app.neededNetworks().forEach(it -> networks.add(app.id() + "_" + it));
            app.services()
                    .forEach(it -> wanted.put(
                            app.id() + "/" + it.name(),
                            ContainerSpec.of(app, it, DEVICE).digest()));
            assertThat(world.engine.volumes.keySet())
                    .as(where)
                    .containsAll(app.neededVolumes().stream()
                            .map(it -> app.id() + "_" + it)
                            .toList());
        }
        assertThat(world.engine.containers())
                .as("one container for each service, %s", where)
                .hasSize(wanted.size())
                .allSatisfy(it -> assertThat(it.label(Labels.SPEC))
                        .hasValue(wanted.get(it.key().toString())));
        for (TargetState.App app : target.apps()) {
            for (TargetState.Service service : app.services()) {
                EngineContainer container = world.engine.containers().stream()
                        .filter(it -> it.key().equals(new ServiceKey(app.id(), service.name())))
                        .findFirst()
                        .orElseThrow();
                if (!service.running()) {
                    assertThat(container.alive())
                            .as("%s, %s", service.name(), where)
                            .isFalse();
                } else if (service.restart().equals("always")) {
                    assertThat(container.alive())
                            .as("%s, %s", service.name(), where)
                            .isTrue();
                }
            }
        }
        assertThat(world.engine.networks.keySet()).as("networks, %s", where).isEqualTo(networks);
        assertThat(world.engine.volumes.values())
                .as("volumes, %s", where)
                .allMatch(it -> apps.contains(it.app().orElseThrow()));
        assertThat(world.engine.images.keySet())
                .as("images, %s", where)
                .isEqualTo(target.images().keySet());
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void what_is_as_wanted_is_not_touched_on_the_way(long seed) {
        int kept = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(seed << 32 | round);
            RandomTargets targets = new RandomTargets(random);
            World world = new World(random);
            TargetState before = targets.next();
            world.settle(before);
            TargetState after = targets.variant();
            Map<String, String> unchanged = new HashMap<>();
            for (TargetState.App app : after.apps()) {
                for (TargetState.Service service : app.services()) {
                    String digest = ContainerSpec.of(app, service, DEVICE).digest();
                    for (EngineContainer it : world.engine.containers()) {
                        if (it.label(Labels.SPEC).equals(Optional.of(digest)) && it.alive() && service.running()) {
                            unchanged.put(it.id(), it.key().toString());
                        }
                    }
                }
            }
            List<Step> done = new ArrayList<>();
            for (Plan plan = world.plan(after); !plan.steps().isEmpty(); plan = world.plan(after)) {
                done.addAll(plan.steps());
                world.carryOut(plan, Integer.MAX_VALUE);
            }

            assertThat(done.stream().flatMap(step -> touched(step).stream()))
                    .as("seed %d, round %d", seed, round)
                    .noneMatch(unchanged::containsKey);
            kept += unchanged.size();
        }
        assertThat(kept).as("containers that were as wanted").isGreaterThan(100);
    }

    private static List<String> touched(Step step) {
        return switch (step) {
            case Step.Create create ->
                create.old().stream().map(EngineContainer::id).toList();
            case Step.Start start -> List.of(start.container().id());
            case Step.Stop stop -> List.of(stop.container().id());
            case Step.Remove remove -> List.of(remove.container().id());
            default -> List.of();
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void the_containers_of_a_locked_app_are_left_as_they_are_and_follow_once_it_lets_go(long seed) {
        for (int round = 0; round < ROUNDS; round++) {
            String where = "seed " + seed + ", round " + round;
            Random random = new Random(seed << 32 | round);
            RandomTargets targets = new RandomTargets(random);
            World world = new World(random);
            world.settle(targets.next());
            Set<String> before = world.idsOf(1);
            Set<String> images = new HashSet<>();
            world.engine.containers().stream().filter(it -> it.app() == 1).forEach(it -> images.add(it.image()));
            TargetState target = targets.variant();

            world.locked = Set.of(1L);
            world.settle(target);

            assertThat(world.idsOf(1)).as(where).containsAll(before);
            assertThat(world.engine.images.keySet()).as(where).containsAll(images);

            world.locked = Set.of();
            world.settle(target);
            assertReached(world, target, where);
        }
    }
}
