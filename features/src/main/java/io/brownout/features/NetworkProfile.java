package io.brownout.features;

import static io.brownout.filesystem.PartitionRole.BOOT;

import io.brownout.card.Card;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Profiles of NetworkManager's in system-connections/ of a card's boot partition, as an owner puts them there on a PC. */
final class NetworkProfile {
    private static final String FOLDER = "system-connections/";

    private NetworkProfile() {}

    /** Writes a file there, in place of one of the same name. */
    static void put(Card card, String name, String text) {
        CardOnPc.edit(card, (pc, folder) -> {
            Path file = Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
            pc.putOnFat(pc.label(BOOT), file, FOLDER + name);
        });
    }

    /** Makes a folder there, which is no profile. */
    static void makeFolder(Card card, String name) {
        CardOnPc.edit(card, (pc, folder) -> pc.makeFolderOnFat(pc.label(BOOT), FOLDER + name));
    }
}
