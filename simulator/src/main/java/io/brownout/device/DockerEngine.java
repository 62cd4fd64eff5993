package io.brownout.device;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Docker engine behind its UNIX socket, asked through its HTTP API in version 1.41, which engines from 20.10 on speak (balenaEngine 20.10 too).
 *
 * <p>Not docker-java: with Jackson and an HTTP client it brings some thousand classes, and a class costs an emulated CPU several milliseconds; see docs/decisions/0011.
 */
final class DockerEngine implements Engine {
    private static final String API = "/v1.41";
    private static final Duration PING = Duration.ofSeconds(5);
    /** On an emulated board, a start with a network of its own takes 12 s of a quiet machine. */
    private static final Duration CALL = Duration.ofMinutes(2);

    private static final int STOP_SECONDS = 10;

    private final EngineHttp http;

    DockerEngine(Path socket) {
        this.http = new EngineHttp(socket);
    }

    @Override
    public void ping() {
        expect(http.ask("GET", "/_ping", Optional.empty(), PING), "a ping", 200);
    }

    @Override
    public List<EngineContainer> containers() {
        String filter = Json.object("label", List.of(Labels.SUPERVISED)).written();
        Json list = json(ask("GET", "/containers/json?all=1&filters=" + EngineHttp.encoded(filter)), "the containers");
        List<EngineContainer> containers = new ArrayList<>();
        for (Json item : list.items()) {
            Map<String, String> labels = ServiceReader.texts(item, "Labels");
            String name = item.at("Names").map(Json::items).orElse(List.of()).stream()
                    .flatMap(it -> it.asText().stream())
                    .findFirst()
                    .orElse("");
            containers.add(new EngineContainer(
                    text(item, "Id"),
                    name.startsWith("/") ? name.substring(1) : name,
                    text(item, "Image"),
                    text(item, "ImageID"),
                    text(item, "State"),
                    labels,
                    item.at("NetworkSettings", "Networks")
                            .map(Json::members)
                            .orElse(Map.of())
                            .keySet(),
                    item.at("Created").flatMap(Json::asLong).orElse(0L)));
        }
        return containers;
    }

    @Override
    public Optional<String> imageId(String reference) {
        EngineHttp.Answer answer =
                http.ask("GET", API + "/images/" + inPath(reference) + "/json", Optional.empty(), CALL);
        if (answer.status() == 404) {
            return Optional.empty();
        }
        return Optional.of(text(json(expect(answer, "image " + reference, 200), "image " + reference), "Id"));
    }

    @Override
    public void pull(String reference, Optional<RegistryLogin> login, PullListener listener) {
        DockerPull.start(http, API, reference, login, listener);
    }

    @Override
    public void removeImage(String reference) {
        expect(ask("DELETE", "/images/" + inPath(reference)), "to remove image " + reference, 200, 404);
    }

    @Override
    public List<EngineResource> volumes() {
        return resources(json(ask("GET", "/volumes"), "the volumes").at("Volumes"));
    }

    @Override
    public void createVolume(EngineResource volume) {
        expect(ask("POST", "/volumes/create", body(volume)), "to create volume " + volume.name(), 201);
    }

    @Override
    public void removeVolume(String name) {
        expect(ask("DELETE", "/volumes/" + name), "to remove volume " + name, 204, 404);
    }

    @Override
    public List<EngineResource> networks() {
        String filter = Json.object("label", List.of(Labels.SUPERVISED)).written();
        return resources(
                Optional.of(json(ask("GET", "/networks?filters=" + EngineHttp.encoded(filter)), "the networks")));
    }

    @Override
    public void createNetwork(EngineResource network) {
        expect(ask("POST", "/networks/create", body(network)), "to create network " + network.name(), 201);
    }

    @Override
    public void removeNetwork(String name) {
        expect(ask("DELETE", "/networks/" + name), "to remove network " + name, 204, 404);
    }

    private static List<EngineResource> resources(Optional<Json> list) {
        List<EngineResource> resources = new ArrayList<>();
        for (Json item : list.map(Json::items).orElse(List.of())) {
            boolean ours = item.at("Labels", Labels.SUPERVISED).isPresent();
            resources.add(new EngineResource(
                    text(item, "Name"),
                    ours ? item.at("Labels", Labels.APP_ID).flatMap(Json::asLong) : Optional.empty()));
        }
        return resources;
    }

    private static Json body(EngineResource resource) {
        return Json.object(
                "Name",
                resource.name(),
                "Labels",
                Map.of(
                        Labels.SUPERVISED,
                        "true",
                        Labels.APP_ID,
                        resource.app().map(id -> Long.toString(id)).orElse("")));
    }

    @Override
    public String create(ContainerSpec spec) {
        EngineHttp.Answer answer =
                ask("POST", "/containers/create?name=" + EngineHttp.encoded(spec.name()), spec.body());
        String id = text(json(expect(answer, "to create " + spec.name(), 201), "to create " + spec.name()), "Id");
        // A container is created in one network; in the API's version 1.41 it joins the others later.
        for (String network : spec.networks().stream().skip(1).toList()) {
            Json body = Json.object("Container", id, "EndpointConfig", Map.of("Aliases", List.of(spec.alias())));
            expect(
                    ask("POST", "/networks/" + network + "/connect", body),
                    "to connect " + spec.name() + " with " + network,
                    200);
        }
        return id;
    }

    @Override
    public void start(String id) {
        expect(ask("POST", "/containers/" + id + "/start"), "to start " + id, 204, 304);
    }

    @Override
    public void stop(String id) {
        expect(ask("POST", "/containers/" + id + "/stop?t=" + STOP_SECONDS), "to stop " + id, 204, 304, 404);
    }

    @Override
    public void remove(String id) {
        expect(ask("DELETE", "/containers/" + id + "?v=1&force=1"), "to remove " + id, 204, 404);
    }

    @Override
    public Watch watch(Runnable changed) {
        return EngineEvents.start(http, API, changed);
    }

    private EngineHttp.Answer ask(String method, String target) {
        return http.ask(method, API + target, Optional.empty(), CALL);
    }

    private EngineHttp.Answer ask(String method, String target, Json body) {
        return http.ask(method, API + target, Optional.of(body), CALL);
    }

    /** References keep their slashes in a path; what else a path cannot hold is encoded. */
    private static String inPath(String reference) {
        return EngineHttp.encoded(reference)
                .replace("%2F", "/")
                .replace("%3A", ":")
                .replace("%40", "@");
    }

    private static EngineHttp.Answer expect(EngineHttp.Answer answer, String what, int... statuses) {
        for (int status : statuses) {
            if (answer.status() == status) {
                return answer;
            }
        }
        throw new EngineException("asked %s, the engine said %d: %s".formatted(what, answer.status(), message(answer)));
    }

    /** The engine's errors are {@code {"message": …}}. */
    private static String message(EngineHttp.Answer answer) {
        try {
            return Json.parse(answer.body()).at("message").flatMap(Json::asText).orElse(answer.body());
        } catch (JsonException e) {
            return answer.body().strip();
        }
    }

    private static Json json(EngineHttp.Answer answer, String what) {
        expect(answer, what, 200, 201);
        try {
            return Json.parse(answer.body());
        } catch (JsonException e) {
            throw new EngineException(
                    "asked %s, the engine's answer is no JSON: %s".formatted(what, e.getMessage()), e);
        }
    }

    private static String text(Json json, String name) {
        return json.at(name)
                .flatMap(Json::asText)
                .orElseThrow(() -> new EngineException("the engine's answer has no " + name + ": " + json.written()));
    }
}
