package io.brownout.features;

import io.brownout.features.Mutant.Place.InCard;
import java.util.List;

/** The planted faults of {@code card_faults.feature}: the card is of another kind than the scenario asks for. */
final class CardMutants {
    private static final String IDEAL = "ideal";

    private CardMutants() {}

    /** Returns them all, in the order of the feature file. */
    static List<Mutant> all() {
        return List.of(
                faultless(
                        "window-forgotten",
                        "Settings saved without write barriers are gone after a cut, on a card with a window",
                        "settings value=none"),
                swapped(
                        "window-by-mistake",
                        "Settings saved without write barriers are there after a cut, on an ideal card",
                        "settings value=new",
                        "window:commands=64,loses=all"),
                swapped(
                        "honest-flush",
                        "Settings that were synced are gone after a cut, on a card that lies about its flushes",
                        "settings value=none",
                        "window:commands=64,loses=all"),
                swapped(
                        "lying-by-mistake",
                        "Settings that were synced are there after a cut, on a card that keeps what it flushed",
                        "settings value=new",
                        "window:commands=64,loses=all+lying-flush"),
                faultless(
                        "pi-window-forgotten",
                        "Settings that were synced on a Raspberry Pi are gone after a cut, on a card with a window",
                        "settings value=none"),
                swapped(
                        "pi-window-by-mistake",
                        "Settings that were synced on a Raspberry Pi are there after a cut, on an ideal card",
                        "settings value=new",
                        "window:commands=64,loses=all"),
                faultless(
                        "tearing-forgotten",
                        "A copy overwritten in place is mixed after a cut, on a card that tears commands",
                        "copy state=mixed"),
                faultless(
                        "page-forgotten",
                        "A copy overwritten in place is mixed after a cut, on a card that tears pages",
                        "copy state=mixed"),
                swapped(
                        "torn-by-mistake",
                        "A copy overwritten in place is A after a cut, on an ideal card",
                        "copy state=A",
                        "torn-command"),
                faultless(
                        "pairs-forgotten",
                        "The first of two copies side by side is damaged after a cut while the second is written, on a card with paired pages",
                        "copies first=damaged"),
                swapped(
                        "pairs-by-mistake",
                        "The first of two copies side by side is A after a cut while the second is written, on an ideal card",
                        "copies first=A",
                        "paired-page:page=4KiB,unit=4MiB"),
                faultless(
                        "garbage-forgotten",
                        "What lies beside a block that was written is damaged after a cut, on a card that copies its open unit",
                        "neighbours state=damaged"),
                swapped(
                        "garbage-by-mistake",
                        "What lies beside a block that was written is empty after a cut, on an ideal card",
                        "neighbours state=empty",
                        "au-garbage:size=64KiB,outside=ff"),
                faultless(
                        "erases-after-all",
                        "What was discarded reads as A, on a card that erases nothing",
                        "discarded state=A"),
                swapped(
                        "never-erases",
                        "What was discarded reads as empty, on an ideal card",
                        "discarded state=empty",
                        "erase-noop"),
                faultless(
                        "programs-after-all",
                        "A copy that nobody read back is empty in the next boot, on a card with weak units",
                        "copy state=empty"),
                swapped(
                        "never-programs",
                        "A copy that nobody read back is A in the next boot, on an ideal card",
                        "copy state=A",
                        "program-noop:one-of=1"),
                faultless(
                        "reads-after-all",
                        "A copy that was verified once is unreadable when it is used, on a card with weak pages",
                        "used state=unreadable"),
                swapped(
                        "never-reads-twice",
                        "A copy that was verified once is A when it is used, on an ideal card",
                        "used state=A",
                        "read-flaky:page=4KiB,one-of=1,from=340MiB,to=341MiB"),
                faultless("alive-after-all", "A card that has died reads nothing", "verified state=unreadable"),
                faultless(
                        "young-after-all",
                        "A card at its end of life says that it can only be read",
                        "copied result=failed"),
                faultless(
                        "pi-young-after-all",
                        "On a Raspberry Pi a card at its end of life takes every write and keeps none",
                        "copy state=empty"),
                faultless(
                        "device-young-after-all",
                        "A device whose card is at its end of life says so and still boots",
                        "mount label=resin-state"),
                faultless(
                        "spare-after-all",
                        "An installation where nothing was before is failed, on a card without spare blocks",
                        "installed result=failed"),
                swapped(
                        "no-spare",
                        "An installation where nothing was before is ok, on an ideal card",
                        "installed result=ok",
                        "full-spare:after=4KiB"),
                faultless(
                        "never-stuck",
                        "An update that is given three seconds is gave-up, on a card that gets stuck",
                        "update result=gave-up"),
                faultless(
                        "never-slow",
                        "An update that is given three seconds is gave-up, on a slow card",
                        "update result=gave-up"),
                swapped(
                        "stuck-by-mistake",
                        "An update that is given three seconds is installed, on an ideal card",
                        "update result=installed",
                        "stuck-busy:every=64KiB,time=60s"));
    }

    private static Mutant faultless(String name, String scenario, String step) {
        return new Mutant(name, "The card with a fault is an ideal one", scenario, step, new InCard(IDEAL), false);
    }

    private static Mutant swapped(String name, String scenario, String step, String profile) {
        return new Mutant(name, "The card is one with " + profile, scenario, step, new InCard(profile), false);
    }
}
