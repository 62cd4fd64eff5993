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
    void what_a_composition_says_of_its_surroundings_is_what_the_engine_is_told() {
        TargetState.App app = Targets.read(Targets.of("app:1", """
                        "composition":{"ports":["8080:80","127.0.0.1:53:53/udp",443,{"target":80,"published":"81"}],"devices":["/dev/ttyS0","/dev/a:/dev/b:r"],
                         "cap_add":["SYS_TIME"],"tmpfs":"/scratch","dns":["10.0.0.1"]}""")).apps().getFirst();
        Json.Members body = ContainerSpec.of(app, app.services().getFirst(), new DeviceIdentity("17c5", "", "", ""))
                .body();

        assertThat(body.at("ExposedPorts").orElseThrow().written())
                .isEqualTo("{\"443/tcp\":{},\"53/udp\":{},\"80/tcp\":{}}");
        assertThat(body.at("HostConfig").orElseThrow().written())
                .isEqualTo(
                        "{\"Binds\":[],\"CapAdd\":[\"SYS_TIME\"],\"Devices\":[{\"PathOnHost\":\"/dev/ttyS0\",\"PathInContainer\":\"/dev/ttyS0\",\"CgroupPermissions\":\"rwm\"},"
                                + "{\"PathOnHost\":\"/dev/a\",\"PathInContainer\":\"/dev/b\",\"CgroupPermissions\":\"r\"}],\"Dns\":[\"10.0.0.1\"],"
                                + "\"PortBindings\":{\"443/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"\"}],\"53/udp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"53\"}],"
                                + "\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"},{\"HostIp\":\"\",\"HostPort\":\"81\"}]},"
                                + "\"Privileged\":false,\"RestartPolicy\":{\"Name\":\"always\"},\"Tmpfs\":{\"/scratch\":\"\"}}");
        assertThatThrownBy(() -> Targets.read(Targets.of("app:1", "\"composition\":{\"ports\":[\"8000-8010:80\"]}")))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("services.main.ports, saw \"8000-8010:80\"");
    }

    @Test
    void the_second_form_is_read_as_the_third_is() {
        TargetState target = Targets.read("""
                {"local":{"name":"d","config":{"RESIN_SUPERVISOR_POLL_INTERVAL":"900000"},"apps":{"2":{"name":"labfleet","commit":"5573e300","releaseId":7,"services":{
                 "3":{"serviceName":"main","imageId":5,"image":"app:1","running":true,"environment":{"GREETING":"hello"},"labels":{"mine":"yes"},"restart":"always","volumes":["data:/data"]}},
                 "volumes":{"data":{}},"networks":{}}}}}
                """);
        TargetState third = Targets.read(
                Targets.of("app:1", "\"composition\":{\"restart\":\"always\",\"volumes\":[\"data:/data\"]}"));

        assertThat(target.setting("SUPERVISOR_POLL_INTERVAL")).hasValue("900000");
        assertThat(target.apps().getFirst().services())
                .isEqualTo(third.apps().getFirst().services());
        assertThat(target.apps().getFirst().commit()).isEqualTo("5573e300");
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
