package io.brownout.features;

import io.brownout.features.Mutant.Place.InImage;
import io.brownout.features.Mutant.Place.InUpdate;
import java.util.List;

/** The planted faults of {@code yocto.feature}. */
final class YoctoMutants {
    private YoctoMutants() {}

    /** Returns them all, in the order of the feature file. */
    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "looks-for-labels",
                        "The new release finds its state by the label that ResinOS gives it",
                        "A device whose card has Yocto's layout takes a new release, keeps it, and loses nothing",
                        "it keeps 2.0.0+rev2",
                        new InUpdate("looks-for-labels"),
                        false),
                new Mutant(
                        "gives-up-after-a-cut-of-yocto",
                        "A bundle that was begun with is taken for done",
                        "The plug is pulled while the inactive slot of a card with Yocto's layout is being written",
                        "a second update succeeds",
                        new InImage("gives-up-after-a-cut"),
                        false));
    }
}
