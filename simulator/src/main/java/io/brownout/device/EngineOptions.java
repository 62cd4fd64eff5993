package io.brownout.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns what a composition says of a service's surroundings into what the engine's API wants in {@code HostConfig}: ports, devices, capabilities, file systems in RAM, hosts and name servers. */
final class EngineOptions {
    private EngineOptions() {}

    /** Reads them; {@link JsonException} that names the place for a port that is none. */
    static Json.Members of(Json composition, String place) {
        Map<String, Object> options = new TreeMap<>();
        Map<String, List<Json>> ports = new TreeMap<>();
        for (Json port : composition.at("ports").map(Json::items).orElse(List.of())) {
            addPort(ports, port, place + ".ports");
        }
        put(options, "PortBindings", ports);
        List<Json> devices = new ArrayList<>();
        ServiceReader.list(composition, "devices").forEach(device -> devices.add(device(device)));
        put(options, "Devices", devices);
        put(options, "CapAdd", ServiceReader.list(composition, "cap_add"));
        put(options, "CapDrop", ServiceReader.list(composition, "cap_drop"));
        put(options, "Dns", ServiceReader.list(composition, "dns"));
        put(options, "ExtraHosts", ServiceReader.list(composition, "extra_hosts"));
        Map<String, String> memory = new LinkedHashMap<>();
        ServiceReader.list(composition, "tmpfs").forEach(path -> memory.put(path, ""));
        put(options, "Tmpfs", memory);
        return (Json.Members) Json.of(options);
    }

    /** What says nothing is left out, so that a container of a service without is what it was before there were any. */
    private static void put(Map<String, Object> options, String name, Object value) {
        boolean empty = value instanceof List<?> list ? list.isEmpty() : ((Map<?, ?>) value).isEmpty();
        if (!empty) {
            options.put(name, value);
        }
    }

    /** {@code [[ADDRESS:]PORT:]PORT[/PROTOCOL]}, or an object with {@code target} and {@code published}. */
    private static void addPort(Map<String, List<Json>> ports, Json port, String place) {
        String address = "";
        String published = "";
        String target;
        String protocol = "tcp";
        if (port.members().isEmpty()) {
            String text = port.asText().orElse("");
            int slash = text.indexOf('/');
            if (slash >= 0) {
                protocol = text.substring(slash + 1);
                text = text.substring(0, slash);
            }
            int last = text.lastIndexOf(':');
            target = text.substring(last + 1);
            if (last >= 0) {
                int first = text.lastIndexOf(':', last - 1);
                published = text.substring(first + 1, last);
                address = first < 0 ? "" : text.substring(0, first);
            }
        } else {
            target = port.at("target").flatMap(Json::asText).orElse("");
            published = port.at("published").flatMap(Json::asText).orElse("");
            protocol = port.at("protocol").flatMap(Json::asText).orElse(protocol);
        }
        if (!target.matches("[0-9]{1,5}") || !published.matches("[0-9]{0,5}") || !protocol.matches("tcp|udp|sctp")) {
            throw new JsonException(
                    "expected [[ADDRESS:]PORT:]PORT[/tcp|udp|sctp] in %s, saw %s".formatted(place, port.written()));
        }
        ports.computeIfAbsent(target + "/" + protocol, _ -> new ArrayList<>())
                .add(Json.object("HostIp", address, "HostPort", published));
    }

    /** {@code PATH[:PATH[:rwm]]}. */
    private static Json device(String device) {
        String[] parts = device.split(":");
        return Json.object(
                "PathOnHost",
                parts[0],
                "PathInContainer",
                parts.length > 1 ? parts[1] : parts[0],
                "CgroupPermissions",
                parts.length > 2 ? parts[2] : "rwm");
    }
}
