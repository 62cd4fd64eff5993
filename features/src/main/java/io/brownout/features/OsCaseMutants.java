package io.brownout.features;

import io.brownout.features.Mutant.Place.InImage;
import java.util.List;

/** The planted faults of what the full OS does for its clock, its containers, its apps and its disks: {@code time.feature}, {@code engine.feature}, {@code disk_watchdog.feature} and those beside them. */
final class OsCaseMutants {
    private static final String TIME =
            "A device follows the time server that its config.json names, whatever happens to its clock";
    private static final String ENGINE = "An engine that hangs is started again, and its containers come back";
    private static final String LOCK = "A reboot waits for an app that holds its update lock, unless somebody insists";

    private static final String DISK = "A device whose card hangs is reset by its disk watchdog, but not for ever";

    private static final String PLACES =
            "A device finds its disks by what they are for, and names and the internet where its config.json says";

    private OsCaseMutants() {}

    /** Returns them all, in the order of the feature files. */
    static List<Mutant> all() {
        return List.of(
                inImage(
                        "time-server-forgotten",
                        "The time service does not look at config.json",
                        TIME,
                        "its time service runs and follows that server"),
                inImage(
                        "time-sources-forgotten",
                        "Time sources that were taken offline stay so",
                        TIME,
                        "it asks its time server again"),
                inImage(
                        "clock-unwatched",
                        "A clock that is far off is left to slew",
                        TIME,
                        "it notices, and its clock is right again"),
                inImage(
                        "no-masquerade",
                        "Containers go out under their own addresses",
                        ENGINE,
                        "its containers reach the network"),
                inImage(
                        "loads-over",
                        "An image whose taking in was cut off is given to the engine once more, over what it has of it",
                        "Power that goes while container images are taken in costs none of their files",
                        "its supervisor starts"),
                inImage(
                        "extra-firmware-forgotten",
                        "The kernel is not told of the volume with firmware",
                        "A driver finds the firmware that a container has brought, at every boot",
                        "the driver finds its firmware"),
                inImage("disk-unwatched", "Nobody watches the disk", DISK, "its disk watchdog watches its card"),
                inImage(
                        "disk-errors-taken",
                        "The disk watchdog takes an error for an answer",
                        DISK,
                        "its disk watchdog resets it"),
                inImage(
                        "resets-for-ever",
                        "The disk watchdog does not count what it has begun",
                        DISK,
                        "its disk watchdog is off"),
                inImage(
                        "update-asks-no-lock",
                        "A host OS update reboots whatever an app is doing",
                        "An update waits for an app that holds its update lock before it reboots the device",
                        "it waits for the app"),
                inImage("reboots-at-once", "A safe reboot looks at no lock", LOCK, "it waits for the app"),
                inImage(
                        "no-disk-links",
                        "The rules for disks are left out of the image",
                        PLACES,
                        "each partition has a link"),
                inImage(
                        "links-crossed",
                        "The other root is taken for the one that runs",
                        PLACES,
                        "the links to its active"),
                inImage("scans-ram", "Disks in RAM are looked at like all others", PLACES, "nobody has looked"),
                inImage(
                        "no-overlay",
                        "The kernel's overlays are left out of the image",
                        PLACES,
                        "files that overlap in an overlay"),
                inImage(
                        "random-addresses-forgotten",
                        "NetworkManager is not told what config.json says of the search for networks",
                        PLACES,
                        "its NetworkManager searches"),
                inImage(
                        "stops-at-bad-server",
                        "One entry of dnsServers that is no address keeps the others from being used",
                        PLACES,
                        "the device and its containers know"),
                inImage(
                        "connectivity-forgotten",
                        "NetworkManager is not told what config.json says",
                        PLACES,
                        "its NetworkManager has found"),
                inImage(
                        "no-default-server",
                        "A device whose config.json names no name server has none of its own",
                        PLACES,
                        "its resolver asks the name server"));
    }

    /** None of them is quick: the full OS takes minutes to boot. */
    private static Mutant inImage(String name, String story, String scenario, String step) {
        return new Mutant(name, story, scenario, step, new InImage(name), false);
    }
}
