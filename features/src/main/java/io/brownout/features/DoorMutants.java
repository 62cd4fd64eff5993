package io.brownout.features;

import java.util.List;
import java.util.stream.Stream;

/** The planted faults of who gets into a device and how a device gets out: {@code doors.feature}, proxies and what is shared over the air. */
final class DoorMutants {
    private static final String DOORS =
            "A device guards its supervisor, and opens the door for ssh again that too many have knocked at";
    private static final String DEVELOPMENT = "A development device is open until its config.json names keys";
    private static final String PROXY = "A device at a place with a proxy reaches the web through it";

    private DoorMutants() {}

    /** Returns them all, in the order of the feature files. */
    static List<Mutant> all() {
        return Stream.of(doors(), proxies(), radios()).flatMap(List::stream).toList();
    }

    private static List<Mutant> doors() {
        return List.of(
                Mutant.planted(
                        "ssh-unwatched", "Nobody looks after the ssh socket", DOORS, "its ssh socket is looked after"),
                Mutant.planted(
                        "ssh-restarted",
                        "The ssh socket is opened anew at each look",
                        DOORS,
                        "its ssh socket is looked after"),
                Mutant.planted(
                        "ssh-stays-shut",
                        "An ssh socket that was shut is looked at and left so",
                        DOORS,
                        "it opens its ssh socket again"),
                Mutant.planted("no-firewall", "The firewall's unit is not enabled", DOORS, "its firewall keeps"),
                Mutant.planted("firewall-of-old", "The firewall knows nothing of IPv6", DOORS, "its firewall keeps"),
                Mutant.planted(
                        "development-shut",
                        "A development device asks for a key that it does not know",
                        DEVELOPMENT,
                        "anybody can log in"),
                Mutant.planted(
                        "development-stays-open",
                        "A development device does not look for keys",
                        DEVELOPMENT,
                        "only that key lets in"));
    }

    private static List<Mutant> proxies() {
        return List.of(
                Mutant.planted(
                        "proxy-forgotten",
                        "The proxy's unit is not enabled",
                        PROXY,
                        "it reaches the web through the SOCKS5 proxy"),
                Mutant.planted(
                        "proxy-kept",
                        "The first proxy that a device was given is kept for good",
                        PROXY,
                        "it reaches the web through the HTTP proxy"),
                Mutant.planted(
                        "proxy-rules-stay",
                        "The rules that lead to the proxy stay when it goes",
                        PROXY,
                        "it reaches the web by itself"));
    }

    private static List<Mutant> radios() {
        return List.of(
                Mutant.planted(
                        "no-radio-rules",
                        "The kernel's radio rules are left out of the image",
                        ServiceMutants.WIFI,
                        "its kernel has found"),
                Mutant.planted(
                        "shares-nothing",
                        "NetworkManager is told to leave the firewall alone",
                        ServiceMutants.WIFI,
                        "its firewall has NetworkManager's 12 rules"));
    }
}
