package io.brownout.features;

import io.brownout.board.HarnessException;
import io.brownout.card.Card;
import io.brownout.filesystem.PartitionRole;
import io.brownout.qemu.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A release that devices are updated to.
 *
 * @param version for example {@code 2.0.0+rev2}
 * @param image the image whose update bundle it is
 */
record Release(String version, Image image) {
    private static final String FOLDER = "/hostapp-update";

    /** Returns the folder of its update bundle. */
    Path bundle() {
        return image.updateBundle()
                .orElseThrow(() -> new HarnessException("image %s has no update bundle".formatted(image.name())));
    }

    /** Puts it where a device finds what it has downloaded, on the data partition of a card that was taken out. */
    void stageOn(Card card) {
        CardOnPc.edit(card, (pc, folder) -> pc.putOnExt4(pc.label(PartitionRole.DATA), FOLDER, files()));
    }

    private Map<String, Path> files() throws IOException {
        try (Stream<Path> files = Files.list(bundle())) {
            Map<String, Path> byName = new TreeMap<>();
            files.forEach(file -> byName.put(file.getFileName().toString(), file));
            return byName;
        }
    }
}
