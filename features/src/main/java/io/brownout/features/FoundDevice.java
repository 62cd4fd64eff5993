package io.brownout.features;

import java.util.List;

/**
 * A device that has announced itself in a network.
 *
 * @param name of its announcement: its host name, with a number behind it if another device of the network had that name first
 * @param host under which its network knows it, for example {@code kitchen.local}
 * @param addresses of IPv4 and IPv6, as text
 * @param port of its ssh server
 */
public record FoundDevice(String name, String host, List<String> addresses, int port) {
    /** Copies the addresses. */
    public FoundDevice {
        addresses = List.copyOf(addresses);
    }
}
