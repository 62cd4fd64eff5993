package io.brownout.features;

import io.brownout.card.Card;
import io.brownout.filesystem.Ext4Volume;
import io.brownout.filesystem.PartitionRole;
import io.brownout.filesystem.PartitionRoles;
import io.brownout.filesystem.SectorView;
import io.brownout.qemu.Image;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** Who a device is: what its vendor writes into its config.json before it is shipped, and the machine id that it makes at its first boot. Nothing in an image tells one device from another. */
final class Registration {
    /** The uuid of the devices in scenarios: 32 hexadecimal digits, as resin.io's are. */
    static final String UUID = "b0a4d001c0ffee00b0a4d001c0ffee00";

    private static final String KEY = "a-key-that-only-tests-have";
    private static final String MACHINE_ID = "/machine-id";

    private Registration() {}

    /** Returns the host name that follows from the uuid. */
    static String hostname() {
        return UUID.substring(0, 7);
    }

    /** Writes uuid and key into the config.json of a card that was never used, if its image is a ResinOS. */
    static void register(Card card, Image image) {
        if (image.name().startsWith("resinos")) {
            ConfigJson.edit(card, Registration::fill);
        }
    }

    /** Writes what a vendor does. */
    static void fill(ObjectNode config) {
        config.put("uuid", UUID).put("deviceApiKey", KEY).put("registered_at", 1_767_225_600L);
    }

    /** Says whether a config.json still holds what the vendor wrote into it. */
    static boolean isIn(ObjectNode config) {
        return config.path("uuid").asString("").equals(UUID)
                && config.path("deviceApiKey").asString("").equals(KEY);
    }

    /** Reads the machine id from a state of a card, journal replayed; empty text if there is none. */
    static String machineId(SectorView state, PartitionRoles roles) {
        return Ext4Volume.open(state, roles.find(PartitionRole.STATE, state))
                .replayed()
                .read(MACHINE_ID)
                .map(it -> new String(it, StandardCharsets.US_ASCII).strip())
                .orElse("");
    }
}
