package io.brownout.fleet;

import java.security.SecureRandom;
import java.util.List;

/** Names for devices that nobody has named yet: two words, easy to say on the phone. They need not be unique. */
final class DeviceNames {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<String> FIRST = List.of(
            "amber", "brave", "calm", "dusty", "early", "frosty", "gentle", "hidden", "idle", "jolly", "keen", "late",
            "misty", "noble", "old", "plain", "quiet", "rapid", "silent", "tidy", "upper", "vivid", "warm", "young");
    private static final List<String> SECOND = List.of(
            "anchor",
            "bridge",
            "cedar",
            "delta",
            "ember",
            "field",
            "grove",
            "harbour",
            "island",
            "junction",
            "kettle",
            "lantern",
            "meadow",
            "north",
            "orchard",
            "pebble",
            "quarry",
            "river",
            "summit",
            "tower",
            "valley",
            "willow");

    private DeviceNames() {}

    static String random() {
        return FIRST.get(RANDOM.nextInt(FIRST.size())) + "-" + SECOND.get(RANDOM.nextInt(SECOND.size()));
    }
}
