package io.brownout.device;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A fleet's API on a port of this machine, as far as a device speaks with it, and no more: one application, one provisioning key. Can lose its answers after it has done what was asked. */
final class SmallFleet implements AutoCloseable {
    static final String PROVISIONING_KEY = "provision-me";

    /** The key of each uuid. */
    final Map<String, String> devices = new LinkedHashMap<>();

    final LinkedBlockingQueue<Json> reports = new LinkedBlockingQueue<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final java.util.concurrent.ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private String target = "";
    private int version;
    private @Nullable String losing;
    private boolean foreign;
    private int refusal;

    SmallFleet() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    FleetApi api() throws IOException {
        return new FleetApi(JdkFleetHttp.of(endpoint(), Optional.empty()));
    }

    /** Wants this of every device from now on: what belongs below its uuid. */
    synchronized void wants(String target) {
        this.target = target;
        version++;
    }

    /** Does the next request to a path, and loses its answer. */
    synchronized void losesAnswerTo(String path) {
        losing = path;
    }

    /** Has every uuid belong to somebody else. */
    synchronized void knowsUuidAsSomebodyElses(String uuid) {
        devices.put(uuid, "not yours");
        foreign = true;
    }

    /** Answers everything with this status; 0 to be well again. */
    synchronized void refusesWith(int status) {
        refusal = status;
    }

    private record Answer(int status, String body, Optional<String> mark) {
        Answer(int status, String body) {
            this(status, body, Optional.empty());
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer answer;
            synchronized (this) {
                requests.add(exchange.getRequestMethod() + " " + path);
                answer = refusal > 0 ? new Answer(refusal, "no") : answer(exchange, path, body);
                if (path.equals(losing)) {
                    losing = null;
                    return; // Closed without a word.
                }
            }
            answer.mark().ifPresent(it -> exchange.getResponseHeaders().set("ETag", it));
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer answer(HttpExchange exchange, String path, String body) {
        String key = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .map(it -> it.replace("Bearer ", ""))
                .orElse("");
        boolean provisions = key.equals(PROVISIONING_KEY);
        if (!provisions && !devices.containsValue(key)) {
            return new Answer(401, "{\"error\":\"API key required\"}");
        }
        if (path.equals("/device/register") && provisions) {
            Json asked = Json.parse(body);
            String uuid = asked.at("uuid").flatMap(Json::asText).orElseThrow();
            String deviceKey = asked.at("api_key").flatMap(Json::asText).orElseThrow();
            return devices.putIfAbsent(uuid, deviceKey) == null
                    ? new Answer(201, Json.object("id", id(uuid), "uuid", uuid).written())
                    : new Answer(409, "\"uuid\" must be unique.");
        }
        if (path.equals("/v7/device")) {
            String query = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
            String uuid = query.substring(query.indexOf('\'') + 1, query.lastIndexOf('\''));
            boolean sees = devices.containsKey(uuid) && (provisions ? !foreign : key.equals(devices.get(uuid)));
            return new Answer(200, "{\"d\":[" + (sees ? "{\"id\":" + id(uuid) + "}" : "") + "]}");
        }
        if (path.startsWith("/api-key/device/") && provisions) {
            String uuid = List.copyOf(devices.keySet()).get(Integer.parseInt(path.split("/")[3]) - 1);
            devices.put(
                    uuid, Json.parse(body).at("apiKey").flatMap(Json::asText).orElseThrow());
            return new Answer(200, "");
        }
        if (path.equals("/device/v3/state") && !provisions) {
            reports.add(Json.parse(body));
            return new Answer(200, "");
        }
        if (path.startsWith("/device/v3/") && !provisions) {
            String mark = "\"" + version + "\"";
            return mark.equals(exchange.getRequestHeaders().getFirst("If-None-Match")) || target.isEmpty()
                    ? new Answer(304, "")
                    : new Answer(200, "{\"" + path.split("/")[3] + "\":" + target + "}", Optional.of(mark));
        }
        return new Answer(404, "no " + path);
    }

    private int id(String uuid) {
        return List.copyOf(devices.keySet()).indexOf(uuid) + 1;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
