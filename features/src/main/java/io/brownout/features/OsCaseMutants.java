package io.brownout.features;

import io.brownout.features.Mutant.Place.InImage;
import java.util.List;

/** The planted faults of what the full OS does for its clock, its containers and its apps: {@code time.feature}, {@code engine.feature} and {@code apps.feature}. */
final class OsCaseMutants {
    private static final String TIME =
            "A device follows the time server that its config.json names, whatever happens to its clock";
    private static final String ENGINE = "An engine that hangs is started again, and its containers come back";
    private static final String LOCK = "A reboot waits for an app that holds its update lock, unless somebody insists";

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
                inImage("reboots-at-once", "A safe reboot looks at no lock", LOCK, "it waits for the app"));
    }

    /** None of them is quick: the full OS takes minutes to boot. */
    private static Mutant inImage(String name, String story, String scenario, String step) {
        return new Mutant(name, story, scenario, step, new InImage(name), false);
    }
}
