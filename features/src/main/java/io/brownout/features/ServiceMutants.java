package io.brownout.features;

import io.brownout.features.Mutant.Place.InImage;
import io.brownout.features.Mutant.Place.InUpdate;
import java.util.List;

/** The planted faults of the full OS's services: {@code services.feature}, and those that {@code rollback.feature} gives a release up for. */
final class ServiceMutants {
    private static final String ENGINE =
            "A production device keeps its engine to itself, and the engine comes back when it dies";
    private static final String PROFILES = "Network profiles and name servers of the boot partition are taken over";
    static final String WIFI =
            "A Wi-Fi profile of the boot partition takes the device into its network, and others share what it has";
    private static final String MODEM =
            "A modem behind a serial adapter is found by a rule of config.json, and told the access point of its profile";

    private ServiceMutants() {}

    /** Returns them all, in the order of the feature files. */
    static List<Mutant> all() {
        return List.of(
                inImage(
                        "open-engine",
                        "A production image is built with the development variant's engine",
                        ENGINE,
                        "its container engine answers on no port"),
                inImage(
                        "engine-stays-dead",
                        "The engine's unit is not started again when its process has died",
                        ENGINE,
                        "its container engine starts again"),
                inImage(
                        "engine-port-forgotten",
                        "The engine does not look at config.json",
                        "The engine of a development device is open to its developer",
                        "its container engine answers on port 2400"),
                inImage(
                        "shut-engine",
                        "The engine of a development image listens to nobody",
                        "A folder is built and run on a development device",
                        "is pushed to it"),
                inImage(
                        "takes-no-profiles",
                        "One thing that is no profile keeps the others from being taken over",
                        PROFILES,
                        "its wired network has the address"),
                inImage(
                        "deaf-resolver",
                        "The resolver does not look at config.json",
                        PROFILES,
                        "the device and its containers know"),
                inImage(
                        "no-wifi",
                        "NetworkManager's part for Wi-Fi is left out of the image",
                        WIFI,
                        "it joins the Wi-Fi network"),
                inImage(
                        "udev-rules-forgotten",
                        "The rules for devices in config.json are not looked at",
                        MODEM,
                        "ModemManager knows the modem"),
                inImage(
                        "modems-refused",
                        "Nobody is there to tell ModemManager that NetworkManager may use a modem",
                        MODEM,
                        "the modem is asked for the access point"),
                inImage(
                        "never-announced",
                        "Avahi is given nothing to announce",
                        "Two devices of the same name are both found in their network",
                        "a scan of their network finds"),
                inImage(
                        "vpn-forgotten",
                        "A VPN that has gone dead is never noticed",
                        "The VPN comes back after its line was cut",
                        "it notices that the VPN is gone"),
                inImage(
                        "supervisor-on-leave",
                        "The supervisor's unit is not started again when its container has died",
                        "The supervisor keeps an app running, whatever happens to its container",
                        "its supervisor starts again"),
                inImage(
                        "supervisor-gives-up",
                        "The supervisor is not started when the engine's first start has failed",
                        "An engine that does not come up at once costs a device nothing but time",
                        "its supervisor starts"),
                inImage(
                        "trusts-no-registry",
                        "The engine is not told whose certificates the fleet's registry has",
                        "What a developer pushes runs on a new device of the fleet",
                        "it runs what was pushed"),
                inImage(
                        "supervisor-once",
                        "The supervisor is started at the first boot only",
                        "What is pushed while a device has no power runs once it has it back",
                        "\"depot 2 is open\" is heard"),
                new Mutant(
                        "engine-not-required",
                        "The health check does not look at the container engine",
                        "A release whose container engine is broken is given up",
                        "it rolls back to 2.0.0+rev1",
                        new InUpdate("engine-not-required"),
                        false),
                new Mutant(
                        "vpn-not-asked",
                        "The health check does not ask whether there was a VPN",
                        "A release that loses a VPN which was up before is given up",
                        "it rolls back to 2.0.0+rev1",
                        new InUpdate("vpn-not-asked"),
                        false));
    }

    /** None of them is quick: the full OS takes minutes to boot. */
    private static Mutant inImage(String name, String story, String scenario, String step) {
        return new Mutant(name, story, scenario, step, new InImage(name), false);
    }
}
