package io.brownout.features;

import io.brownout.features.Mutant.Place.InImage;
import java.util.List;

/** The planted faults of what the full OS does for its containers and its apps: {@code engine.feature} and {@code apps.feature}. */
final class OsCaseMutants {
    private static final String ENGINE = "An engine that hangs is started again, and its containers come back";
    private static final String LOCK = "A reboot waits for an app that holds its update lock, unless somebody insists";

    private OsCaseMutants() {}

    /** Returns them all, in the order of the feature files. */
    static List<Mutant> all() {
        return List.of(
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
