package io.brownout.device;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a container is created from.
 *
 * @param name SERVICE_IMAGEID_RELEASEID_COMMIT, as balena's supervisor names them
 * @param body of the engine's request, {@code POST /containers/create}
 * @param networks names of all networks that it is to be in; the body has the first
 * @param digest of the body but for itself and the versions of the host; it is in the label {@link Labels#SPEC}
 */
record ContainerSpec(String name, Json.Members body, List<String> networks, String digest) {
    /** Copies the list. */
    ContainerSpec {
        networks = List.copyOf(networks);
    }

    /** Makes the spec of one service of a device. */
    static ContainerSpec of(TargetState.App app, TargetState.Service service, DeviceIdentity device) {
        // A container outlives an update of the OS or of the supervisor, so their versions do not make it another one.
        DeviceIdentity lasting = new DeviceIdentity(device.uuid(), device.deviceType(), "", "", device.locks());
        String digest = digestOf(body(app, service, lasting, Map.of()).written()
                + (app.networksOf(service).size() > 1 ? app.networksOf(service) : ""));
        String name = service.name() + "_" + service.imageId() + "_" + app.releaseId() + "_" + app.commit();
        List<String> networks = app.networksOf(service).stream()
                .map(network -> EngineResource.of(app.id(), network).name())
                .toList();
        return new ContainerSpec(name, body(app, service, device, Map.of(Labels.SPEC, digest)), networks, digest);
    }

    /** Returns the name under which the others of a network find it. */
    String alias() {
        return body.at("Labels", Labels.SERVICE_NAME).flatMap(Json::asText).orElseThrow();
    }

    String image() {
        return body.at("Image").flatMap(Json::asText).orElseThrow();
    }

    private static Json.Members body(
            TargetState.App app,
            TargetState.Service service,
            DeviceIdentity device,
            Map<String, String> furtherLabels) {
        Map<String, String> labels = new TreeMap<>(service.labels());
        labels.put(Labels.SUPERVISED, "true");
        labels.put(Labels.APP_ID, Long.toString(app.id()));
        labels.put(Labels.APP_UUID, app.uuid());
        labels.put(Labels.SERVICE_ID, Long.toString(service.id()));
        labels.put(Labels.SERVICE_NAME, service.name());
        labels.put(Labels.IMAGE_ID, Long.toString(service.imageId()));
        labels.put(Labels.RELEASE_ID, Long.toString(app.releaseId()));
        labels.put(Labels.COMMIT, app.commit());
        labels.put(Labels.OLD_SUPERVISED, "true");
        labels.put(Labels.OLD_APP_ID, Long.toString(app.id()));
        labels.put(Labels.OLD_SERVICE_ID, Long.toString(service.id()));
        labels.put(Labels.OLD_SERVICE_NAME, service.name());
        labels.putAll(furtherLabels);
        List<String> binds = new ArrayList<>();
        // A volume belongs to one app.
        service.namedVolumes()
                .forEach(volume -> binds.add(EngineResource.of(app.id(), volume).name()));
        device.locks().ifPresent(locks -> {
            String place = UpdateLocks.place(locks, app.id(), service.name());
            binds.add(place + ":/tmp/balena");
            binds.add(place + ":/tmp/resin");
        });
        Map<String, Object> host = new TreeMap<>();
        host.put("RestartPolicy", Json.object("Name", service.restart()));
        host.put("Privileged", service.privileged());
        host.put("Binds", binds);
        host.putAll(service.options().members());
        service.networkMode().ifPresent(mode -> host.put("NetworkMode", mode));
        Map<String, Object> body = new TreeMap<>();
        List<String> networks = app.networksOf(service);
        if (!networks.isEmpty()) {
            String first = EngineResource.of(app.id(), networks.getFirst()).name();
            host.put("NetworkMode", first);
            body.put(
                    "NetworkingConfig",
                    Map.of("EndpointsConfig", Map.of(first, Map.of("Aliases", List.of(service.name())))));
        }
        body.put("Image", service.image());
        body.put("Env", environment(app, service, device));
        body.put("Labels", labels);
        body.put("HostConfig", host);
        Map<String, Json> ports =
                service.options().at("PortBindings").map(Json::members).orElse(Map.of());
        if (!ports.isEmpty()) {
            Map<String, Object> exposed = new TreeMap<>();
            ports.keySet().forEach(port -> exposed.put(port, Map.of()));
            body.put("ExposedPorts", exposed);
        }
        if (!service.command().isEmpty()) {
            body.put("Cmd", service.command());
        }
        if (!service.entrypoint().isEmpty()) {
            body.put("Entrypoint", service.entrypoint());
        }
        return (Json.Members) Json.of(body);
    }

    /** Each variable under its present name and its old one; what the target says wins. */
    private static List<String> environment(TargetState.App app, TargetState.Service service, DeviceIdentity device) {
        Map<String, String> variables = new TreeMap<>();
        both(variables, "APP_ID", Long.toString(app.id()));
        both(variables, "APP_NAME", app.name());
        both(variables, "APP_RELEASE", app.commit());
        both(variables, "APP_UUID", app.uuid());
        both(variables, "SERVICE_NAME", service.name());
        both(variables, "DEVICE_UUID", device.uuid());
        both(variables, "DEVICE_TYPE", device.deviceType());
        both(variables, "HOST_OS_VERSION", device.osVersion());
        both(variables, "SUPERVISOR_VERSION", device.supervisorVersion());
        variables.put("BALENA", "1");
        variables.put("RESIN", "1");
        variables.putAll(service.environment());
        List<String> lines = new ArrayList<>();
        variables.forEach((name, value) -> lines.add(name + "=" + value));
        return lines;
    }

    private static void both(Map<String, String> variables, String name, String value) {
        variables.put("BALENA_" + name, value);
        variables.put("RESIN_" + name, value);
    }

    private static String digestOf(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
