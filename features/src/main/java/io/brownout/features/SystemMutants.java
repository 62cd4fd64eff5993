package io.brownout.features;

import io.brownout.features.Mutant.Place.InHandling;
import io.brownout.features.Mutant.Place.InImage;
import io.brownout.features.Mutant.Slip;
import java.util.List;

/** The planted faults of what a device's own operating system promises: {@code config_json}, {@code journal}, {@code reset} and {@code system.feature}. */
final class SystemMutants {
    private static final String DAMAGED = "A device whose config.json is %s says so, boots, and is who it was";
    private static final String JOURNAL =
            "A journal that is kept on the card grows by a boot each time, and goes when it is turned off";
    private static final String RESET =
            "A factory reset forgets what was set up, and neither who the device is nor its user's files";
    private static final String LOOKS =
            "The root of a device is read-only but for what is its own, and its swap is in RAM";
    private static final String RELEASED = "A release says what it is, and every file of it is as it was released";

    private SystemMutants() {}

    /** Returns them all, in the order of the feature files. */
    static List<Mutant> all() {
        return List.of(
                Mutant.planted(
                        "ignores-hostname",
                        "The host name in config.json is not looked at",
                        "A host name that was set on a PC is there after the next boot",
                        "identity hostname=kitchen"),
                Mutant.planted(
                        "keeps-no-copy",
                        "No copy of config.json is kept on the state partition",
                        DAMAGED.formatted("torn"),
                        "config result=recovered"),
                Mutant.planted(
                        "trusts-an-empty-file",
                        "An empty config.json is taken for one in which nothing is set",
                        DAMAGED.formatted("empty"),
                        "config result=recovered"),
                Mutant.planted(
                        "begins-anew",
                        "A missing config.json is replaced by the one that a new card has",
                        DAMAGED.formatted("missing"),
                        "config result=recovered"),
                Mutant.planted(
                        "stops-at-invalid",
                        "What is no JSON ends the service that reads it",
                        DAMAGED.formatted("invalid"),
                        "config result=recovered"),
                new Mutant(
                        "stops-at-invalid-at-first",
                        "What is no JSON ends the service that reads it, at the first boot too",
                        "A new device whose config.json is torn boots, says so, and takes the one that its vendor writes anew",
                        "config result=invalid",
                        new InImage("stops-at-invalid"),
                        false),
                handled(
                        "fat32-forgotten",
                        "The image is made with a FAT16",
                        "A device with a FAT32 boot partition boots, and reads what was set on a PC",
                        "its boot partition is FAT32",
                        Slip.OPTION_FORGOTTEN,
                        false),
                Mutant.planted(
                        "never-flushed",
                        "The command that moves the journal is misspelt, as it once was in the field",
                        JOURNAL,
                        "journal place=card boots=1"),
                Mutant.planted(
                        "keeps-the-journal",
                        "A persistent log that is turned off leaves its files",
                        JOURNAL,
                        "no journal is on its card"),
                Mutant.planted(
                        "resets-too-much",
                        "A factory reset clears the whole state partition",
                        RESET,
                        "its card still holds its identity"),
                Mutant.planted(
                        "keeps-the-overlay",
                        "A factory reset says so and leaves what was there",
                        RESET,
                        "it has forgotten the network"),
                Mutant.planted(
                        "keeps-data",
                        "Nobody looks for the mark of the data partition",
                        "A reset of the data partition forgets the user's files, and nothing else",
                        "reset what=data"),
                Mutant.planted(
                        "wrong-issue",
                        "What greets whoever logs in names the version before",
                        RELEASED,
                        "slot A says in os-release"),
                handled(
                        "file-spoilt",
                        "Somebody has changed a file of the root",
                        RELEASED,
                        "every file of slot A",
                        Slip.FILE_SPOILT,
                        true),
                Mutant.planted(
                        "never-grows",
                        "A card is taken for one of the image's size",
                        "A larger card is used to its end from the first boot on",
                        "its data partition reaches"),
                Mutant.planted(
                        "root-writable",
                        "The root is mounted so that it can be written to",
                        LOOKS,
                        "root write=refused"),
                Mutant.planted("no-swap", "Nobody makes the swap", LOOKS, "swap devices=1"),
                Mutant.planted(
                        "uses-the-other-slot",
                        "A service keeps its files in the other slot",
                        LOOKS,
                        "there is nothing on resin-rootB"),
                Mutant.planted(
                        "fsck-off",
                        "The check of the ext4 file systems is skipped",
                        "File systems that have met an error are mended at the next boot",
                        "it finds each of its ext4 file systems repaired"),
                Mutant.planted(
                        "forgets-time",
                        "Nobody sets the clock to the last known time",
                        "The clock of a device does not go back over a power cut",
                        "its clock is not behind"),
                Mutant.planted(
                        "silent-failures",
                        "Nobody names a service that has failed",
                        "A service that fails is named",
                        "unit-failed name=sensor.service"),
                Mutant.planted(
                        "stays-in-panic",
                        "The kernel is told to stay where it is after a panic",
                        "A device whose kernel panics comes back",
                        "it boots 2.0.0+rev1"),
                new Mutant(
                        "stays-in-panic-for-good",
                        "The kernel is told to stay where it is after a panic, also where no slot starts",
                        "A device neither of whose slots starts keeps trying, and comes back when one is mended",
                        "it tries slot B 3 times",
                        new InImage("stays-in-panic"),
                        false),
                Mutant.planted(
                        "counts-every-boot",
                        "The boot script counts every boot, and goes to the other slot after three",
                        "Brown-outs cost a device nothing",
                        "it is still the same device"),
                Mutant.planted(
                        "deaf-watchdog",
                        "The watchdog's driver is loaded, and nobody tells systemd to use it",
                        "A device that hangs is reset by its watchdog",
                        "it boots 2.0.0+rev1"),
                Mutant.planted(
                        "open-to-anyone",
                        "Root has no password, and ssh takes it",
                        "A production device lets in who has a key of its owner, and nobody else",
                        "nobody can log in"));
    }

    private static Mutant handled(String name, String story, String scenario, String step, Slip slip, boolean fast) {
        return new Mutant(name, story, scenario, step, new InHandling(slip), fast);
    }
}
