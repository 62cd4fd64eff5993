package io.brownout.device;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a device says of itself. */
final class DeviceState {
    private static final Path MEMORY = Path.of("/proc/meminfo");

    private final DeviceIdentity device;
    private final int port;
    private final Path dataFolder;

    /**
     * Speaks for a device.
     *
     * @param port of its local API
     * @param dataFolder on the file system whose space is told
     */
    DeviceState(DeviceIdentity device, int port, Path dataFolder) {
        this.device = device;
        this.port = port;
        this.dataFolder = dataFolder;
    }

    String supervisorVersion() {
        return device.supervisorVersion();
    }

    String deviceType() {
        return device.deviceType();
    }

    /** Returns what a device tells of its software when it registers. */
    Json.Members versions() {
        return Json.object("supervisor_version", device.supervisorVersion(), "os_version", device.osVersion());
    }

    /** Returns the answer to {@code GET /v1/device}. */
    Json device(Optional<TargetState> target, List<EngineContainer> containers, Downloads downloads) {
        Map<String, Json> members = new LinkedHashMap<>(addresses().members());
        boolean complete = true;
        boolean runs = true;
        OptionalInt progress = OptionalInt.empty();
        for (TargetState.App app : target.map(TargetState::apps).orElse(List.of())) {
            for (TargetState.Service service : app.services()) {
                List<EngineContainer> present = containers.stream()
                        .filter(it -> it.key().equals(new ServiceKey(app.id(), service.name())))
                        .toList();
                complete &=
                        present.stream().anyMatch(it -> it.label(Labels.COMMIT).equals(Optional.of(app.commit())));
                runs &= !service.running() || present.stream().anyMatch(EngineContainer::alive);
                OptionalInt percent = downloads.percent(service.image());
                progress = percent.isPresent() ? percent : progress;
            }
        }
        members.putAll(Json.object(
                        "commit",
                        target.flatMap(it -> it.apps().stream().findFirst()).map(TargetState.App::commit),
                        "status",
                        progress.isPresent() ? "Downloading" : runs ? "Idle" : "Starting",
                        "download_progress",
                        progress.isPresent() ? progress.getAsInt() : new Json.Nothing(),
                        "os_version",
                        device.osVersion(),
                        "supervisor_version",
                        device.supervisorVersion(),
                        "update_pending",
                        !complete,
                        "update_downloaded",
                        !complete && progress.isEmpty(),
                        "update_failed",
                        false)
                .members());
        return new Json.Members(members);
    }

    /** Returns a whole report: the device, its measurements and its apps. */
    Json.Members report(String apiKey, Json.Members apps) {
        Map<String, Json> members = new LinkedHashMap<>(addresses().members());
        members.putAll(Json.object(
                        "api_secret",
                        apiKey,
                        "status",
                        "Idle",
                        "os_version",
                        device.osVersion(),
                        "supervisor_version",
                        device.supervisorVersion(),
                        "provisioning_state",
                        "",
                        "apps",
                        apps)
                .members());
        members.putAll(measurements());
        return new Json.Members(members);
    }

    private Json.Members addresses() {
        List<String> addresses = new ArrayList<>();
        List<String> hardware = new ArrayList<>();
        readNetwork(addresses, hardware);
        return Json.object(
                "api_port", port, "ip_address", String.join(" ", addresses), "mac_address", String.join(" ", hardware));
    }

    /** In MiB; what cannot be read is left out. */
    private Map<String, Json> measurements() {
        Map<String, Json> found = new LinkedHashMap<>();
        try {
            long total = 0;
            long free = 0;
            for (String line : Files.readAllLines(MEMORY)) {
                String[] words = line.split("\\s+");
                total = words[0].equals("MemTotal:") ? Long.parseLong(words[1]) >> 10 : total;
                free = words[0].equals("MemAvailable:") ? Long.parseLong(words[1]) >> 10 : free;
            }
            found.put("memory_total", Json.of(total));
            found.put("memory_usage", Json.of(total - free));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            // Not every host shows it.
        }
        try {
            long total = Files.getFileStore(dataFolder).getTotalSpace() >> 20;
            found.put("storage_total", Json.of(total));
            found.put(
                    "storage_usage",
                    Json.of(total - (Files.getFileStore(dataFolder).getUsableSpace() >> 20)));
        } catch (IOException e) {
            // Then nobody is told.
        }
        return found;
    }

    /** Of interfaces that lead out of the device: not the loopback, not the engine's own. */
    private static void readNetwork(List<String> addresses, List<String> hardware) {
        try {
            Enumeration<NetworkInterface> all = NetworkInterface.getNetworkInterfaces();
            while (all.hasMoreElements()) {
                NetworkInterface one = all.nextElement();
                if (one.isLoopback() || !one.isUp() || one.getName().matches("(docker|br-|veth|balena|resin|tun).*")) {
                    continue;
                }
                one.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress())
                        .forEach(address ->
                                addresses.add(address.getHostAddress().replaceFirst("%.*", "")));
                byte[] bytes = one.getHardwareAddress();
                if (bytes != null) {
                    hardware.add(HexFormat.ofDelimiter(":").formatHex(bytes).toUpperCase(Locale.ROOT));
                }
            }
        } catch (SocketException e) {
            // Without a network there is nothing to tell.
        }
    }

    /** Returns the state of a container in the words of balena's device state. */
    static String serviceStatus(EngineContainer container) {
        return switch (container.state()) {
            case "running" -> "Running";
            case "created" -> "Installed";
            case "dead" -> "Dead";
            case "removing" -> "Stopping";
            default -> container.state(); // exited, paused, restarting: as the engine has them.
        };
    }
}
