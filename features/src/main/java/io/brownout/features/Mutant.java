package io.brownout.features;

import java.util.Optional;

/**
 * A planted fault, and the scenario that it must turn red.
 *
 * @param name what the fault is, in a few words with hyphens
 * @param story one sentence: what somebody did wrong
 * @param scenario the name of the scenario it must turn red
 * @param step text of the step at which that scenario must go red
 * @param place where it is planted
 * @param fast whether {@code ./brownout test} has time for it
 */
public record Mutant(String name, String story, String scenario, String step, Place place, boolean fast) {
    /** Where a fault is planted. */
    public sealed interface Place {
        /** In every image that the device starts with or is updated to: the name of a fault of its recipe. */
        record InImage(String fault) implements Place {}

        /** Only in the image that the device is updated to. */
        record InUpdate(String fault) implements Place {}

        /** In what somebody does to the device, or leaves undone. */
        record InHandling(Slip slip) implements Place {}

        /** In the card: another profile than the one the scenario asks for. */
        record InCard(String profile) implements Place {}
    }

    /** What goes wrong between a device and whoever handles it. */
    public enum Slip {
        /** The sector that should be lost is left as it was. */
        DAMAGE_FORGOTTEN,
        /** The device that should be made the same gets another release. */
        OTHER_RELEASE,
        /** The log that should stay in RAM is kept on the card. */
        LOG_ON_CARD,
        /** The service that should write too much is not there. */
        SERVICE_FORGOTTEN,
        /** The image is made without the option that it should have. */
        OPTION_FORGOTTEN,
        /** A file of a root is changed before anybody looks. */
        FILE_SPOILT
    }

    /** Plants a fault of that name into every image of a scenario; {@code ./brownout test} has no time for it. */
    static Mutant planted(String fault, String story, String scenario, String step) {
        return new Mutant(fault, story, scenario, step, new Place.InImage(fault), false);
    }

    /** Returns the fault of the device's own image. */
    Optional<String> imageFault() {
        return place instanceof Place.InImage(String fault) ? Optional.of(fault) : Optional.empty();
    }

    /** Returns the fault of the image that the device is updated to. */
    Optional<String> updateFault() {
        return switch (place) {
            case Place.InImage(String fault) -> Optional.of(fault);
            case Place.InUpdate(String fault) -> Optional.of(fault);
            case Place.InHandling ignored -> Optional.empty();
            case Place.InCard ignored -> Optional.empty();
        };
    }

    /** Returns the profile that the card has instead of the one it should have. */
    Optional<String> cardProfile() {
        return place instanceof Place.InCard(String profile) ? Optional.of(profile) : Optional.empty();
    }

    /** Says whether this is what goes wrong. */
    boolean is(Slip slip) {
        return place instanceof Place.InHandling(Slip planted) && planted == slip;
    }
}
