package io.brownout.features;

import static io.brownout.filesystem.PartitionRole.DATA;
import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.filesystem.Ext4Volume;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionRoles;
import io.brownout.filesystem.SectorView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * The files of a device's user on its data partition: their content follows from a seed, so that a byte that changed is seen.
 *
 * @param seed decides their content
 */
record UserFiles(long seed) {
    private static final String FOLDER = "/user";
    private static final Map<String, Integer> SIZES =
            new TreeMap<>(Map.of("settings.json", 700, "measurements.db", 300_000, "picture.jpg", 2_500_000));

    /** Puts them on a card that was taken out. */
    void putOn(Card card) {
        CardOnPc.edit(card, (pc, folder) -> {
            Map<String, Path> files = new TreeMap<>();
            for (String name : SIZES.keySet()) {
                files.put(name, Files.write(folder.resolve(name), content(name)));
            }
            pc.putOnExt4(pc.label(DATA), FOLDER, files);
        });
    }

    /** Reads them from a state of a card, journal replayed; names the first that is not there byte for byte, empty if all are. */
    String lostOn(SectorView card, PartitionRoles roles) {
        try {
            Partition data = roles.find(DATA, card);
            Ext4Volume volume = Ext4Volume.open(card, data).replayed();
            for (String name : SIZES.keySet()) {
                Optional<byte[]> found = volume.read(FOLDER + "/" + name);
                if (found.isEmpty() || !Arrays.equals(found.get(), content(name))) {
                    return "%s/%s on %s is %s"
                            .formatted(FOLDER, name, data.label(), found.isEmpty() ? "gone" : "another");
                }
            }
            return "";
        } catch (UsageException e) {
            return "the data partition cannot be read: " + e.getMessage();
        }
    }

    private byte[] content(String name) {
        byte[] content = new byte[SIZES.getOrDefault(name, 0)];
        new Random(seed ^ name.hashCode()).nextBytes(content);
        return content;
    }

    /** Asserts that a copy of the card still holds every one of them, byte for byte. */
    void assertIntactOn(CardOnPc pc) throws IOException {
        for (String name : SIZES.keySet()) {
            assertThat(pc.fileOnExt4(pc.label(DATA), FOLDER + "/" + name))
                    .as("%s/%s on %s, which the user put there", FOLDER, name, pc.label(DATA))
                    .hasValueSatisfying(found -> assertThat(found).isEqualTo(content(name)));
        }
    }
}
