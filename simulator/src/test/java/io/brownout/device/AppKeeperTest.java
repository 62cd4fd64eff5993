package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppKeeperTest {
    private static final DeviceIdentity DEVICE = new DeviceIdentity("17c5", "raspberrypi3-64", "ResinOS 1", "1.0.0");

    private final FakeEngine engine =
            new FakeEngine().withImage("app:1", "sha256:1").withImage("app:2", "sha256:2");
    private final List<String> log = new ArrayList<>();
    private Optional<TargetState> target = Optional.of(Targets.read(Targets.of("app:1")));
    private AppKeeper keeper = keeper(DEVICE);

    private AppKeeper keeper(DeviceIdentity device) {
        return new AppKeeper(
                engine,
                () -> target,
                device,
                new Downloads(engine, InstantSource.system(), log::add),
                new MemoryBook(),
                InstantSource.system(),
                log::add);
    }

    @BeforeEach
    void the_app_runs() {
        assertThat(pass()).isEqualTo(AppKeeper.Outcome.CHANGED);
        assertThat(pass()).isEqualTo(AppKeeper.Outcome.SETTLED);
        assertThat(engine.only().state()).isEqualTo("running");
        log.clear();
    }

    private AppKeeper.Outcome pass() {
        return keeper.pass(() -> {});
    }

    private void settle() {
        for (int i = 0; i < 4 && pass() != AppKeeper.Outcome.SETTLED; i++) {
            // Once more.
        }
    }

    @Test
    void its_container_is_named_and_labelled_as_balena_has_it() {
        EngineContainer container = engine.only();

        assertThat(container.name()).isEqualTo("main_5_7_5573e300");
        assertThat(container.labels())
                .containsEntry("io.balena.supervised", "true")
                .containsEntry("io.balena.app-id", "2")
                .containsEntry("io.balena.app-uuid", "62aa0000000000000000000000000001")
                .containsEntry("io.balena.service-name", "main")
                .containsEntry("io.balena.service-id", "3")
                .containsEntry("io.resin.supervised", "true")
                .containsEntry("io.resin.app-id", "2")
                .containsEntry("io.resin.service-name", "main")
                .containsEntry("mine", "yes");
    }

    @Test
    void its_container_is_told_who_it_is_and_sees_no_folder_of_the_host() {
        TargetState.App app = target.orElseThrow().apps().getFirst();
        Json body = ContainerSpec.of(app, app.services().getFirst(), DEVICE).body();

        assertThat(body.at("Env").orElseThrow().items())
                .extracting(it -> it.asText().orElseThrow())
                .contains(
                        "GREETING=hello",
                        "BALENA_DEVICE_UUID=17c5",
                        "RESIN_DEVICE_UUID=17c5",
                        "BALENA_APP_ID=2",
                        "BALENA_HOST_OS_VERSION=ResinOS 1");
        assertThat(body.at("HostConfig", "Binds").orElseThrow().written()).isEqualTo("[\"2_data:/data\"]");
        assertThat(body.at("HostConfig", "RestartPolicy", "Name").orElseThrow().asText())
                .hasValue("always");
    }

    @Test
    void its_container_has_a_place_for_its_update_lock_on_a_host_that_looks_there() {
        TargetState.App app = target.orElseThrow().apps().getFirst();
        DeviceIdentity device = new DeviceIdentity("17c5", "", "", "", Optional.of(Path.of("/run/locks")));

        Json body = ContainerSpec.of(app, app.services().getFirst(), device).body();

        assertThat(body.at("HostConfig", "Binds").orElseThrow().written())
                .isEqualTo("[\"2_data:/data\",\"/run/locks/2/main:/tmp/balena\",\"/run/locks/2/main:/tmp/resin\"]");
    }

    @Test
    void an_app_that_has_ended_is_started_again() {
        String before = engine.only().id();
        engine.setState(before, "exited");

        settle();

        assertThat(engine.only().state()).isEqualTo("running");
        assertThat(engine.only().id()).isEqualTo(before);
        assertThat(log).singleElement().asString().contains("event=service-started", "service=main", "it has ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "on-failure"})
    void an_app_that_may_end_is_left_alone_when_it_has(String policy) {
        target = Optional.of(Targets.read(Targets.of("app:1", "\"composition\":{\"restart\":\"" + policy + "\"}")));
        settle();
        assertThat(engine.only().state()).isEqualTo("running");

        engine.setState(engine.only().id(), "exited");
        settle();

        assertThat(engine.only().state()).isEqualTo("exited");
    }

    @Test
    void an_app_whose_container_was_removed_is_made_anew() {
        engine.lose(engine.only().id());

        settle();

        assertThat(engine.only().state()).isEqualTo("running");
    }

    @Test
    void an_app_is_replaced_when_the_target_names_another_image() {
        String before = engine.only().id();
        target = Optional.of(Targets.read(Targets.of("app:2")));

        settle();

        assertThat(engine.only().id()).isNotEqualTo(before);
        assertThat(engine.only().image()).isEqualTo("app:2");
        assertThat(engine.only().state()).isEqualTo("running");
    }

    @Test
    void an_app_is_replaced_when_its_image_was_loaded_anew_under_the_same_name() {
        engine.withImage("app:1", "sha256:other");

        settle();

        assertThat(engine.only().imageId()).isEqualTo("sha256:other");
        assertThat(engine.only().state()).isEqualTo("running");
    }

    @Test
    void what_runs_goes_on_while_the_new_image_is_missing() {
        String before = engine.only().id();
        target = Optional.of(Targets.read(Targets.of("app:3")));

        pass();
        engine.endPulls();
        pass();

        assertThat(engine.only().id()).isEqualTo(before);
        assertThat(engine.only().state()).isEqualTo("running");
        assertThat(log)
                .filteredOn(it -> it.contains("event=waiting"))
                .singleElement()
                .asString()
                .contains("for its image app:3");
        assertThat(log)
                .filteredOn(it -> it.contains("event=image-fetch-failed"))
                .singleElement()
                .asString()
                .contains("image=app:3", "next=15s");
    }

    @Test
    void an_image_that_is_missing_is_fetched_and_the_old_one_removed_once_nothing_uses_it() {
        engine.registry.put("app:3", "sha256:3");
        target = Optional.of(Targets.read(Targets.of("app:3")));
        pass();
        assertThat(engine.only().image()).isEqualTo("app:1");

        engine.endPulls();
        settle();

        assertThat(engine.only().image()).isEqualTo("app:3");
        assertThat(engine.images).as("app:2 was never the supervisor's").containsOnlyKeys("app:2", "app:3");
    }

    @Test
    void what_is_not_wanted_any_more_is_removed() {
        target = Optional.of(new TargetState(Map.of(), List.of()));

        settle();

        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void nothing_is_touched_as_long_as_nobody_has_said_what_is_wanted() {
        target = Optional.empty();

        settle();

        assertThat(engine.only().state()).isEqualTo("running");
    }

    @Test
    void an_app_that_is_to_be_stopped_is_stopped_and_kept() {
        target = Optional.of(
                Targets.read(
                        Targets.of(
                                "app:1",
                                "\"running\":false,\"composition\":{\"restart\":\"always\",\"volumes\":[\"data:/data\",\"/etc:/etc\"]}")));

        settle();

        assertThat(engine.only().state()).isEqualTo("exited");
    }

    @Test
    void an_update_of_the_os_or_the_supervisor_keeps_the_container() {
        String before = engine.only().id();
        keeper = keeper(new DeviceIdentity("17c5", "raspberrypi3-64", "ResinOS 2", "2.0.0"));

        settle();

        assertThat(engine.only().id()).isEqualTo(before);
    }

    @Test
    void a_cut_between_create_and_start_is_healed() {
        engine.setState(engine.only().id(), "created");

        settle();

        assertThat(engine.only().state()).isEqualTo("running");
    }

    @Test
    void trouble_is_said_once_and_again_when_it_comes_again() {
        engine.goAway();
        assertThat(pass()).isEqualTo(AppKeeper.Outcome.FAILED);
        assertThat(pass()).isEqualTo(AppKeeper.Outcome.FAILED);
        assertThat(log).singleElement().asString().contains("event=engine-trouble");

        engine.comeBack();
        assertThat(pass()).isEqualTo(AppKeeper.Outcome.SETTLED);
        engine.goAway();
        pass();

        assertThat(log).hasSize(2);
    }

    @Test
    void a_container_that_cannot_be_started_is_a_failure_that_is_tried_again() {
        engine.setState(engine.only().id(), "exited");
        engine.refuseToStart("port is taken");
        assertThat(pass()).isEqualTo(AppKeeper.Outcome.FAILED);
        assertThat(log).singleElement().asString().contains("event=step-failed", "step=start", "port is taken");

        engine.refuseToStart(null);
        settle();

        assertThat(engine.only().state()).isEqualTo("running");
    }
}
