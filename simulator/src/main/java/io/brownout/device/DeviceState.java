package io.brownout.device;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a device says of itself. */
final class DeviceState {
    private final DeviceIdentity device;
    private final int port;

    DeviceState(DeviceIdentity device, int port) {
        this.device = device;
        this.port = port;
    }

    String supervisorVersion() {
        return device.supervisorVersion();
    }

    /** Returns the answer to {@code GET /v1/device}. */
    Json device(Optional<String> commit, String status) {
        List<String> addresses = new ArrayList<>();
        List<String> hardware = new ArrayList<>();
        readNetwork(addresses, hardware);
        return Json.object(
                "api_port",
                port,
                "ip_address",
                String.join(" ", addresses),
                "mac_address",
                String.join(" ", hardware),
                "commit",
                commit,
                "status",
                status,
                "download_progress",
                new Json.Nothing(),
                "os_version",
                device.osVersion(),
                "supervisor_version",
                device.supervisorVersion(),
                "update_pending",
                false,
                "update_downloaded",
                false,
                "update_failed",
                false);
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
