package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.EventSource;
import io.brownout.board.UsageException;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionLayout;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Describes a card; see {@link Card#of}. */
public final class CardBuilder {
    private final Path image;
    private long size;
    private boolean partitioned = true;
    private CardProfile profile = CardProfile.ideal();
    private long seed;
    private @Nullable Path journal;
    private @Nullable EventSource events;
    private String name = "card";

    CardBuilder(Path image) {
        this.image = image;
    }

    /** Asks for at least so many bytes; a card always has a power of two of them, as QEMU's SD model demands, and at least the image's. */
    public CardBuilder size(long bytes) {
        size = bytes;
        return this;
    }

    /** Says whether the image must be partitioned, which it must unless said otherwise. */
    public CardBuilder partitioned(boolean must) {
        partitioned = must;
        return this;
    }

    /** Says what kind of card it is; {@link CardProfile#ideal} unless said otherwise. */
    public CardBuilder profile(CardProfile kind) {
        profile = kind;
        return this;
    }

    /** Decides every random choice of the profile; 0 unless said otherwise. */
    public CardBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** Names a folder for the journal, which holds none yet; without one the journal is temporary and gone when the card is closed. */
    public CardBuilder journal(Path folder) {
        journal = folder;
        return this;
    }

    /** Says who listens to what happens to the card. */
    public CardBuilder events(EventSource source) {
        events = source;
        return this;
    }

    /** Names it in messages and events, and as an export. */
    public CardBuilder name(String text) {
        name = text;
        return this;
    }

    /**
     * Makes the card.
     *
     * @throws UsageException if the image is none, is truncated, or is larger than the card asked for
     */
    public Card build() {
        BaseImage base = BaseImage.open(image);
        if (size != 0 && size < base.bytes()) {
            throw new UsageException("a card of %d bytes is too small for the image %s of %d; ask for a larger one"
                    .formatted(size, image, base.bytes()));
        }
        long bytes = powerOfTwo(Math.max(size, base.bytes()));
        SectorMap map = SectorMap.of(base, bytes / SECTOR_BYTES);
        checkPartitions(base, map);
        EventSource source = events == null ? EventSource.unheard(name) : events;
        TemporaryFolder folder = journal == null ? TemporaryFolder.create() : null;
        Path place = journal == null
                ? java.util.Objects.requireNonNull(folder).path().resolve("journal")
                : journal;
        JournalWriter writer = JournalWriter.create(place, name, bytes, source.clock(), System::nanoTime);
        return new Card(name, new CardState(map, writer, seed), profile, source, folder);
    }

    private static long powerOfTwo(long bytes) {
        long highest = Long.highestOneBit(bytes);
        return highest == bytes ? bytes : highest << 1;
    }

    private void checkPartitions(BaseImage base, SectorMap map) {
        if (!partitioned) {
            return;
        }
        PartitionLayout layout = PartitionLayout.read(new MapView(map));
        if (layout.partitions().isEmpty()) {
            throw new UsageException(
                    "expected a partitioned card image at %s, its first sector is no master boot record with partitions"
                            .formatted(image));
        }
        for (Partition partition : layout.partitions()) {
            if (partition.endSector() * SECTOR_BYTES > base.bytes()) {
                throw new UsageException(
                        "the card image %s is truncated: it has %d bytes, and its partition %d ends at %d; build or fetch it again"
                                .formatted(
                                        image, base.bytes(), partition.number(), partition.endSector() * SECTOR_BYTES));
            }
        }
    }
}
