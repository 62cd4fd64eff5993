package io.brownout.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One image that the engine fetches, on a thread of its own. The engine tells, one JSON object a line, how far each layer is; a failure comes at the end of an answer that began with 200.
 */
final class DockerPull {
    /** The engine itself gives up on a registry sooner; this is for an engine that hangs. A large layer that is unpacked on a slow card is told of every second or so. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

    private final EngineHttp http;
    private final String target;
    private final Optional<RegistryLogin> login;
    private final Engine.PullListener listener;
    private final Map<String, long[]> layers = new HashMap<>();
    private Optional<String> failure = Optional.empty();
    private int percent;

    private DockerPull(EngineHttp http, String target, Optional<RegistryLogin> login, Engine.PullListener listener) {
        this.http = http;
        this.target = target;
        this.login = login;
        this.listener = listener;
    }

    /** Begins. */
    static void start(
            EngineHttp http,
            String api,
            String reference,
            Optional<RegistryLogin> login,
            Engine.PullListener listener) {
        // Of a name alone the engine would fetch every tag.
        String whole = reference.indexOf('@') >= 0 || reference.lastIndexOf(':') > reference.lastIndexOf('/')
                ? reference
                : reference + ":latest";
        DockerPull pull =
                new DockerPull(http, api + "/images/create?fromImage=" + EngineHttp.encoded(whole), login, listener);
        Thread.ofPlatform().daemon().name("pull-" + reference).start(pull::run);
    }

    private void run() {
        Optional<String> ended;
        try {
            fetch();
            ended = failure;
        } catch (IOException e) {
            ended = Optional.of(EngineHttp.said(e));
        } catch (JsonException e) {
            ended = Optional.of("the engine's answer is no JSON: " + e.getMessage());
        }
        listener.ended(ended);
    }

    private void fetch() throws IOException {
        try (EngineSocket connection = http.connect(LONGEST_SILENCE)) {
            Map<String, String> headers =
                    login.map(it -> Map.of("X-Registry-Auth", it.header())).orElse(Map.of());
            EngineHttp.begin(connection, "POST", target, headers);
            StringBuilder line = new StringBuilder();
            for (byte[] chunk = EngineHttp.chunk(connection); chunk.length > 0; chunk = EngineHttp.chunk(connection)) {
                connection.beginAnew();
                for (char c : new String(chunk, StandardCharsets.UTF_8).toCharArray()) {
                    if (c == '\n') {
                        take(line.toString());
                        line.setLength(0);
                    } else {
                        line.append(c);
                    }
                }
            }
            take(line.toString());
        }
    }

    private void take(String line) {
        if (line.isBlank()) {
            return;
        }
        Json said = Json.parse(line);
        Optional<String> error = said.at("error").flatMap(Json::asText);
        if (error.isPresent()) {
            failure = error;
            return;
        }
        String layer = said.at("id").flatMap(Json::asText).orElse("");
        String status = said.at("status").flatMap(Json::asText).orElse("");
        Optional<Long> total = said.at("progressDetail", "total").flatMap(Json::asLong);
        if (status.equals("Downloading") && total.isPresent()) {
            long now =
                    said.at("progressDetail", "current").flatMap(Json::asLong).orElse(0L);
            layers.put(layer, new long[] {now, total.get()});
        } else if (status.equals("Download complete") && layers.containsKey(layer)) {
            long[] whole = layers.get(layer);
            whole[0] = whole[1];
        }
        tell();
    }

    /** Layers become known one after the other, so the sum could go backwards; what is told never does. */
    private void tell() {
        long done = 0;
        long all = 0;
        for (long[] layer : layers.values()) {
            done += layer[0];
            all += layer[1];
        }
        int now = all == 0 ? 0 : (int) Math.min(99, 100 * done / all);
        if (now > percent) {
            percent = now;
            listener.progress(now);
        }
    }
}
