package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order of things, strategy by strategy; {@link PlanPropertiesTest} has what holds for all. */
class PlanTest {
    private static final DeviceIdentity DEVICE = new DeviceIdentity("17c5", "raspberrypi3-64", "ResinOS 1", "1.0.0");

    private final FakeEngine engine = new FakeEngine().withImage("app:1", "sha256:1");
    private final MemoryBook book = new MemoryBook();
    private final Downloads downloads = new Downloads(engine, () -> java.time.Instant.EPOCH, _ -> {});
    private long now = 100;
    private Set<ServiceKey> handedOver = Set.of();
    private Set<Long> locked = Set.of();

    private static TargetState target(String image, String commit, String strategy) {
        return TargetReader.read(Json.parse("""
                {"apps":{"62aa":{"id":2,"name":"a","releases":{"%s":{"id":7,"services":{
                 "main":{"id":3,"image_id":5,"image":"%s","labels":{"io.balena.update.strategy":"%s","io.balena.update.handover-timeout":"60000"}}}}}}}}
                """.formatted(commit, image, strategy)));
    }

    /** Plans and acts once; returns what was done. */
    private List<String> pass(TargetState target) {
        book.note(target.images());
        CurrentState current = CurrentState.of(engine, target, downloads.busy(), book.known());
        Plan plan = Plan.of(target, current, DEVICE, new Situation(locked, handedOver, now));
        List<String> done = new ArrayList<>();
        for (Step step : plan.steps()) {
            step.carryOut(new Step.Tools(engine, downloads, book, Optional.empty(), _ -> {}));
            done.add(step.verb() + " " + step.subject());
        }
        return done;
    }

    private void running(TargetState target) {
        pass(target);
        assertThat(pass(target)).isEmpty();
        engine.registry.put("app:2", "sha256:2");
    }

    @ParameterizedTest
    @CsvSource({
        "download-then-kill, fetch app:2, create main, remove-image app:1",
        "kill-then-download, remove main, fetch app:2, create main+remove-image app:1",
        "delete-then-download, remove main, remove-image app:1, fetch app:2"
    })
    void an_update_goes_in_the_order_of_its_strategy(String strategy, String first, String second, String third) {
        running(target("app:1", "c1", strategy));
        TargetState next = target("app:2", "c2", strategy);
        List<String> passes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            passes.add(String.join("+", pass(next)));
            engine.endPulls();
        }

        assertThat(passes).containsExactly(first, second, third);
        pass(next);
        assertThat(engine.only()).returns("app:2", EngineContainer::image).returns("running", EngineContainer::state);
    }

    @Test
    void a_hand_over_ends_when_the_new_one_says_so_or_its_time_is_up() {
        for (boolean says : new boolean[] {true, false}) {
            engine.containers().forEach(it -> engine.lose(it.id()));
            handedOver = Set.of();
            now = 100;
            engine.withImage("app:1", "sha256:1");
            TargetState next = target("app:2", "c2", "hand-over");
            running(target("app:1", "c1", "hand-over"));
            engine.withImage("app:2", "sha256:2");

            assertThat(pass(next)).containsExactly("create-beside main");
            now = 20; // The fake engine has made its containers in the first seconds.
            assertThat(pass(next)).isEmpty();
            assertThat(engine.containers()).hasSize(2).allMatch(EngineContainer::alive);

            if (says) {
                handedOver = Set.of(new ServiceKey(2, "main"));
            } else {
                now = 100;
            }
            assertThat(pass(next)).containsExactly("remove main");
            assertThat(engine.only().image()).isEqualTo("app:2");
        }
    }

    @Test
    void a_hand_over_to_a_container_of_the_same_name_is_a_replacement() {
        running(target("app:1", "c1", "hand-over"));
        TargetState next = TargetReader.read(Json.parse("""
                {"apps":{"62aa":{"id":2,"name":"a","releases":{"c1":{"id":7,"services":{
                 "main":{"id":3,"image_id":5,"image":"app:1","environment":{"A":"1"},"labels":{"io.balena.update.strategy":"hand-over"}}}}}}}}
                """));

        assertThat(pass(next)).containsExactly("create main");
        assertThat(engine.only().state()).isEqualTo("running");
    }

    @Test
    void a_locked_app_has_its_next_image_fetched_and_no_more_unless_that_would_kill_it() {
        locked = Set.of(2L);
        running(target("app:1", "c1", "download-then-kill"));

        assertThat(pass(target("app:2", "c2", "kill-then-download"))).isEmpty();
        assertThat(pass(target("app:2", "c2", "download-then-kill"))).containsExactly("fetch app:2");
        engine.endPulls();
        assertThat(pass(target("app:2", "c2", "download-then-kill"))).isEmpty();
        assertThat(engine.only().image()).isEqualTo("app:1");

        locked = Set.of();
        assertThat(pass(target("app:2", "c2", "download-then-kill"))).containsExactly("create main");
    }

    private static TargetState chain(String commit, String image, String dependsOn) {
        return TargetReader.read(Json.parse("""
                {"apps":{"62aa":{"id":2,"name":"a","releases":{"%1$s":{"id":7,"volumes":{"data":{}},"services":{
                 "web":{"id":3,"image_id":5,"image":"%2$s","composition":{"depends_on":["db"],"volumes":["data:/data"]}},
                 "db":{"id":4,"image_id":6,"image":"%2$s","composition":{"depends_on":%3$s}}}}}}}}
                """.formatted(commit, image, dependsOn)));
    }

    @Test
    void a_service_starts_after_what_it_depends_on_and_both_after_their_network_and_volume() {
        TargetState target = chain("c1", "app:1", "[]");

        assertThat(pass(target)).containsExactly("create-volume 2_data", "create-network 2_default", "create db");
        assertThat(pass(target)).containsExactly("create web");
        assertThat(engine.containers()).allMatch(it -> it.networks().equals(Set.of("2_default")));

        engine.withImage("app:2", "sha256:2");
        assertThat(pass(chain("c2", "app:2", "[]")))
                .as("web goes on until its new db is there")
                .containsExactly("create db");
    }

    @Test
    void services_that_wait_for_each_other_are_refused_with_their_names() {
        assertThatThrownBy(() -> chain("c1", "app:1", "{\"web\":{\"condition\":\"service_started\"}}"))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("a circle among [db, web]");
    }

    @Test
    void an_app_that_goes_takes_its_volumes_along_and_leaves_those_of_others() {
        pass(chain("c1", "app:1", "[]"));
        pass(chain("c1", "app:1", "[]"));
        engine.createVolume(new EngineResource("somebodys", Optional.empty()));
        TargetState nothing = new TargetState(Map.of(), List.of());

        assertThat(pass(nothing)).containsExactly("remove db", "remove web");
        assertThat(pass(nothing))
                .containsExactly("remove-network 2_default", "remove-volume 2_data", "remove-image app:1");
        assertThat(engine.volumes).containsOnlyKeys("somebodys");
    }
}
