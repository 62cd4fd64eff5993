package io.brownout.features;

import io.brownout.features.Mutant.Place.InImage;
import java.util.List;

/** The planted faults of {@code hard_updates.feature}: all in the update agent or the boot script of the release that a device has. */
final class HardUpdateMutants {
    private HardUpdateMutants() {}

    /** Returns them all, in the order of the feature file. */
    static List<Mutant> all() {
        return List.of(
                Mutant.planted(
                        "one-attempt",
                        "The boot script gives a new release one attempt, and a cut is one",
                        "The power goes in the first boots of a new release, and it is kept all the same",
                        "in each of the first 2 boots"),
                new Mutant(
                        "gives-up-after-mains-fail",
                        "A bundle that was begun with is taken for done",
                        "The mains fail again and again while a device updates itself",
                        "a second update succeeds",
                        new InImage("gives-up-after-a-cut"),
                        false),
                Mutant.planted(
                        "begins-with-no-data",
                        "A device that finds that its power was cut begins with an empty data partition",
                        "The mains of a busy device fail every few minutes, for an hour",
                        "has lost none"),
                Mutant.planted(
                        "dump-of-each-cut",
                        "A device keeps a dump on its data partition for each time that its power was cut, and clears none away",
                        "The mains of a busy device fail every few minutes, for a day",
                        "has lost none"),
                Mutant.planted(
                        "leftovers-stay",
                        "Nobody clears away what interrupted writes leave on the boot partition",
                        "What a cut leaves on the boot partition is cleared away",
                        "nothing is left over"),
                Mutant.planted(
                        "asks-no-space",
                        "Nobody asks for room on the boot partition before the update begins",
                        "A boot partition without room is noticed before anything is wiped",
                        "it refuses the update"),
                Mutant.planted(
                        "makes-room",
                        "What its user has put onto the data partition goes when an update needs room",
                        "A data partition without room costs no device",
                        "it gives the update up"),
                new Mutant(
                        "wipes-records",
                        "The update removes what it does not know on the data partition, to have room",
                        "An update takes nothing from a program that writes all the time",
                        "has lost none",
                        new InImage("wipes-records"),
                        false),
                Mutant.planted(
                        "refuses-older",
                        "No release is taken that is older than the one that runs",
                        "A device takes any other release: the one before",
                        "it installs the update"),
                Mutant.planted(
                        "takes-only-the-next",
                        "No release is taken but the one after the one that runs",
                        "A device takes any other release: one much later",
                        "it installs the update"),
                Mutant.planted(
                        "overwrites-itself",
                        "Nobody looks whether an installed update waits for its reboot",
                        "A second update waits for the reboot of the first",
                        "it refuses the update"),
                Mutant.planted(
                        "trusts-the-network",
                        "The digest of the payload is not asked for",
                        "A payload that was changed on its way is refused before anything is wiped",
                        "it refuses the update"),
                Mutant.planted(
                        "hooks-run-anyway",
                        "The hooks of an update run although its payload was never fetched",
                        "A release whose payload cannot be fetched changes nothing",
                        "it refuses the update"),
                Mutant.planted(
                        "starts-over",
                        "Each try of a download begins at its beginning",
                        "A download goes on where its line has broken",
                        "it installs the update"),
                Mutant.planted(
                        "gives-up-downloads",
                        "A download that breaks off is given up",
                        "A device whose network was gone in the middle of a download goes on when it is back",
                        "it installs the update"));
    }
}
