package io.brownout.features;

import io.brownout.features.Mutant.Place.InImage;
import java.util.List;

/** The planted faults of {@code networks.feature}: all in the update agent of the release that a device has. */
final class NetworkMutants {
    private NetworkMutants() {}

    /** Returns them all, in the order of the feature file. */
    static List<Mutant> all() {
        return List.of(
                planted(
                        "gives-up-on-slow-lines",
                        "A download that is not there within 15 seconds is given up",
                        "A slow and lossy network costs an update only time",
                        "it installs the update",
                        "gives-up-on-slow-lines"),
                planted(
                        "takes-a-page",
                        "Nobody looks at a signature that does not look like one",
                        "The page of a captive portal is never taken for a release",
                        "it refuses the update",
                        "takes-a-page"),
                planted(
                        "wipes-first",
                        "The other slot is wiped before there is a release for it",
                        "A name server that is silent, knows nothing or lies costs a device nothing",
                        "nothing was written to resin-rootB",
                        "wipes-first"),
                planted(
                        "gives-up-a-dead-line",
                        "A download that breaks off is given up",
                        "A network that goes in the middle of a download without a word is waited for",
                        "it installs the update",
                        "gives-up-downloads"));
    }

    private static Mutant planted(String name, String story, String scenario, String step, String fault) {
        return new Mutant(name, story, scenario, step, new InImage(fault), false);
    }
}
