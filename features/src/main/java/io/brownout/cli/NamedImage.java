package io.brownout.cli;

import io.brownout.board.ByteSize;
import io.brownout.card.Card;
import io.brownout.filesystem.FileListing;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.SectorView;
import io.brownout.qemu.Image;
import io.brownout.qemu.ImageFile;
import io.brownout.qemu.ImageName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An image that a command line names, and what lies on it.
 *
 * @param contents by partition, in the order of the card
 */
record NamedImage(Image image, List<Content> contents) {
    /**
     * A partition and what it holds.
     *
     * @param files says what is wrong where there is no file system that we can read
     */
    record Content(Partition partition, FileListing files) {
        String label() {
            return partition.label();
        }

        ByteSize size() {
            return new ByteSize(partition.sectors() * SectorView.SECTOR_BYTES);
        }
    }

    /** Copies the contents. */
    NamedImage {
        contents = List.copyOf(contents);
    }

    /** Finds it: a file if there is one of that path, else an image of ours, built if need be. Reads the whole card. */
    static NamedImage find(String name) {
        Path file = Path.of(name);
        Image image = Files.exists(file)
                ? ImageFile.open(file)
                : Contexts.images(Progress.onStandardError()).image(ImageName.parse(name));
        try (Card card = Card.of(image.path()).build()) {
            return new NamedImage(
                    image,
                    card.partitions().stream()
                            .map(partition -> new Content(partition, FileListing.of(card.view(), partition)))
                            .toList());
        }
    }
}
