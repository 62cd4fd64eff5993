package io.brownout.features;

import io.brownout.features.Mutant.Place.InCard;
import io.brownout.features.Mutant.Place.InHandling;
import io.brownout.features.Mutant.Place.InImage;
import io.brownout.features.Mutant.Place.InUpdate;
import io.brownout.features.Mutant.Slip;
import java.util.List;
import java.util.stream.Stream;

/** The planted faults: at least one for each scenario, each at the step that is there to see it. */
public final class Mutants {
    private static final List<Mutant> OF_DEVICES = List.of(
            new Mutant(
                    "wrong-probe-version",
                    "The release manager forgot to raise the version",
                    "A board boots the slot and the version that its card holds",
                    "it boots 1 from slot A",
                    new InImage("wrong-version"),
                    true),
            new Mutant(
                    "wrong-probe-version-of-zero",
                    "The release manager forgot to raise the version of the Pi Zero's image",
                    "A Pi Zero boots the slot and the version that its card holds",
                    "it boots 1 from slot A",
                    new InImage("wrong-version"),
                    false),
            new Mutant(
                    "other-release",
                    "The second device is given another release",
                    "The same card, board and seed give the same run, to the byte",
                    "both said the same",
                    new InHandling(Slip.OTHER_RELEASE),
                    true),
            new Mutant(
                    "other-release-of-zero",
                    "The second Pi Zero is given another release",
                    "The same card, board and seed give a Pi Zero the same run, to the byte",
                    "both said the same",
                    new InHandling(Slip.OTHER_RELEASE),
                    false),
            new Mutant(
                    "damage-forgotten",
                    "The sector that should be lost is left as it was",
                    "A board whose boot partition has lost its first sector stays dark and says why",
                    "it stays dark",
                    new InHandling(Slip.DAMAGE_FORGOTTEN),
                    true),
            new Mutant(
                    "initramfs-forgotten",
                    "Whoever laid the card out forgot its initramfs",
                    "A plain Debian that was laid out by hand starts as on a Pi, and starts again after a cut",
                    "its console says",
                    new InHandling(Slip.OPTION_FORGOTTEN),
                    false),
            new Mutant(
                    "forgets-commit",
                    "The health check passes, but the new release is never kept",
                    "A device takes a new release, keeps it, and loses nothing",
                    "it keeps 2.0.0+rev2",
                    new InUpdate("forgets-commit"),
                    false),
            new Mutant(
                    "wipes-user-files",
                    "The new release tidies the data partition up",
                    "A device takes a new release, keeps it, and loses nothing",
                    "its user's files are intact",
                    new InUpdate("wipes-user-files"),
                    false),
            new Mutant(
                    "new-identity",
                    "The new release makes a machine id of its own",
                    "A device takes a new release, keeps it, and loses nothing",
                    "it is still the same device",
                    new InUpdate("new-identity"),
                    false),
            new Mutant(
                    "forgets-a-file",
                    "The update leaves a file of the release out",
                    "A device takes a new release, keeps it, and loses nothing",
                    "every file of slot B",
                    new InImage("forgets-a-file"),
                    false),
            new Mutant(
                    "forgets-commit-of-zero",
                    "The health check of a Pi Zero passes, but the new release is never kept",
                    "A Pi Zero takes a new release, keeps it, and loses nothing",
                    "it keeps 2.0.0+rev2",
                    new InUpdate("forgets-commit"),
                    false),
            new Mutant(
                    "forgets-commit-of-itself",
                    "The health check passes, but the same release is never kept",
                    "A device takes the release that it runs once more",
                    "it keeps 2.0.0+rev1",
                    new InUpdate("forgets-commit"),
                    false),
            new Mutant(
                    "wrong-version",
                    "The new release still names another version",
                    "A device fetches a new release over the network",
                    "it boots 2.0.0+rev2 from slot B",
                    new InUpdate("wrong-version"),
                    false),
            new Mutant(
                    "trusts-anyone",
                    "The device looks at no signature",
                    "A release that its vendor did not sign is refused before anything is wiped",
                    "it refuses the update",
                    new InImage("trusts-anyone"),
                    false),
            new Mutant(
                    "never-counts",
                    "The update is selected without telling the boot loader that it is on trial",
                    "A release without an init is given up after its attempts",
                    "it tries slot B 3 times",
                    new InImage("never-counts"),
                    false),
            Mutant.planted(
                    "outgrown-unseen",
                    "The boot script starts whatever kernel it has loaded",
                    "A release whose kernel has outgrown its place is given up and never started",
                    "it tries slot B 3 times"),
            new Mutant(
                    "ignores-health",
                    "The health check is not listened to",
                    "A release that fails its health check is given up",
                    "it rolls back to 2.0.0+rev1",
                    new InUpdate("ignores-health"),
                    false),
            new Mutant(
                    "gives-up-after-a-cut",
                    "A bundle that was begun with is taken for done",
                    "The plug is pulled while the inactive slot is being written",
                    "a second update succeeds",
                    new InImage("gives-up-after-a-cut"),
                    false),
            new Mutant(
                    "burns-bridges",
                    "The kernel of the running system is deleted before the new one is selected",
                    "The plug is pulled at the write that commits the update",
                    "it boots the old or the new release",
                    new InImage("burns-bridges"),
                    false),
            new Mutant(
                    "ideal-card",
                    "The card that should tear commands is an ideal one",
                    "The plug is pulled in the middle of a command of many sectors",
                    "loses power in the middle of a command",
                    new InCard("ideal"),
                    false),
            new Mutant(
                    "copies-twice",
                    "The payload is unpacked twice",
                    "An update writes no more than its budget",
                    "the update wrote at most",
                    new InImage("copies-twice"),
                    false),
            new Mutant(
                    "scribbles",
                    "The end of the slot is overwritten past its file system",
                    "An update writes no more than its budget",
                    "of what it wrote has a known owner",
                    new InImage("scribbles"),
                    false),
            new Mutant(
                    "chatty",
                    "A service notes the time on flash each ten seconds",
                    "A device that idles for an hour hardly writes",
                    "it wrote at most",
                    new InImage("chatty"),
                    true),
            new Mutant(
                    "service-forgotten",
                    "The chatty service is not there",
                    "A chatty service wears a cheap card out",
                    "lasts it less than",
                    new InHandling(Slip.SERVICE_FORGOTTEN),
                    true),
            new Mutant(
                    "log-on-card",
                    "Somebody has the log kept on the card",
                    "A storm of log lines stays in RAM",
                    "it writes less than",
                    new InHandling(Slip.LOG_ON_CARD),
                    false),
            new Mutant(
                    "log-on-state",
                    "The persistent log goes to the state partition",
                    "A device with a persistent log writes more, and only to its data partition",
                    "what it wrote in that hour went to resin-data",
                    new InImage("log-on-state"),
                    true),
            new Mutant(
                    "never-worn-out",
                    "The card that should be worn out is an ideal one",
                    "A device that has worn its card out says so and still boots",
                    "mount label=resin-state",
                    new InCard("ideal"),
                    false));

    private static final List<Mutant> ALL = Stream.of(
                    OF_DEVICES,
                    HardUpdateMutants.all(),
                    NetworkMutants.all(),
                    SystemMutants.all(),
                    ServiceMutants.all(),
                    OsCaseMutants.all(),
                    DoorMutants.all(),
                    CardMutants.all(),
                    YoctoMutants.all())
            .flatMap(List::stream)
            .toList();

    private Mutants() {}

    /** Returns them all, in the order of the feature files. */
    public static List<Mutant> all() {
        return ALL;
    }
}
