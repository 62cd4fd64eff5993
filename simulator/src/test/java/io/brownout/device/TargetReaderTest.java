package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TargetReaderTest {
    @Test
    void the_answer_of_the_api_and_apps_json_are_read_alike() {
        String apps = Targets.of("app:1");

        assertThat(Targets.read("{\"17c5\":" + apps.strip() + "}")).isEqualTo(Targets.read(apps));
    }

    @Test
    void what_is_not_said_has_balenas_defaults() {
        TargetState.Service service = Targets.read(Targets.of("app:1", "\"x\":1"))
                .apps()
                .getFirst()
                .services()
                .getFirst();

        assertThat(service.restart()).isEqualTo("always");
        assertThat(service.running()).isTrue();
        assertThat(service.privileged()).isFalse();
        assertThat(service.networkMode()).isEmpty();
    }

    @Test
    void a_composition_is_read() {
        TargetState.Service service = Targets.read(
                        Targets.of(
                                "app:1",
                                "\"composition\":{\"restart\":\"on-failure\",\"privileged\":true,\"network_mode\":\"host\",\"command\":\"sleep 5\",\"entrypoint\":[\"/bin/sh\",\"-c\"]}"))
                .apps()
                .getFirst()
                .services()
                .getFirst();

        assertThat(service.restart()).isEqualTo("on-failure");
        assertThat(service.privileged()).isTrue();
        assertThat(service.networkMode()).hasValue("host");
        assertThat(service.command()).containsExactly("sleep", "5");
        assertThat(service.entrypoint()).containsExactly("/bin/sh", "-c");
    }

    @Test
    void host_apps_and_supervisors_are_somebody_elses() {
        TargetState target = Targets.read("""
                {"apps":{"a":{"id":1,"name":"os","is_host":true,"class":"app","releases":{}},"b":{"id":3,"name":"sup","class":"app"},"c":{"id":2,"name":"mine","class":"fleet"}}}
                """);

        assertThat(target.apps()).extracting(TargetState.App::name).containsExactly("mine");
    }

    @Test
    void what_decides_what_runs_must_be_there() {
        assertThatThrownBy(() -> Targets.read("{\"config\":{}}"))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("expected a member \"apps\"");
        assertThatThrownBy(() -> Targets.read(Targets.of(""))).hasMessageContaining("services.main.image");
        assertThatThrownBy(() -> Targets.read(Targets.of("app:1", "\"composition\":{\"restart\":\"sometimes\"}")))
                .hasMessageContaining("services.main.composition.restart, saw sometimes");
    }
}
