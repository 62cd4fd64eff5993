package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.EventSource;
import io.brownout.board.UsageException;
import io.brownout.card.CardOrigin.Blank;
import io.brownout.card.CardOrigin.Image;
import io.brownout.card.CardOrigin.Opened;
import io.brownout.card.CardOrigin.State;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionLayout;
import io.brownout.filesystem.PartitionRoles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Describes a card; see {@link Card#of}, {@link Card#blank} and {@link Card#at}. */
public final class CardBuilder {
    private final CardOrigin origin;
    private long size;
    private boolean partitioned = true;
    private CardProfile profile = CardProfile.ideal();
    private long seed;
    private @Nullable Path journal;
    private @Nullable EventSource events;
    private String name = "card";
    private PartitionRoles roles = PartitionRoles.USUAL;

    CardBuilder(CardOrigin origin) {
        this.origin = origin;
    }

    /** Asks for at least so many bytes; a card always has a power of two of them, as QEMU's SD model demands, and at least the image's. */
    public CardBuilder size(long bytes) {
        size = bytes;
        return this;
    }

    /** Says whether an image must be partitioned, which it must unless said otherwise. */
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

    /** Says which partition is for what; {@link PartitionRoles#USUAL} unless said otherwise. */
    public CardBuilder roles(PartitionRoles ofImage) {
        roles = ofImage;
        return this;
    }

    /**
     * Makes the card.
     *
     * @throws UsageException if the image is none, is truncated, or is larger than the card asked for
     */
    public Card build() {
        Opened opened = origin.open();
        if (size != 0 && size < opened.bytes()) {
            throw new UsageException("a card of %d bytes is too small for %s of %d; ask for a larger one"
                    .formatted(size, described(), opened.bytes()));
        }
        long bytes = powerOfTwo(Math.max(size, opened.bytes()));
        if (origin instanceof State && bytes != opened.bytes()) {
            throw new UsageException("a card of %d bytes cannot begin as %s of one of %d; leave the size away"
                    .formatted(size, described(), opened.bytes()));
        }
        SectorMap map = SectorMap.of(opened.content(), bytes / SECTOR_BYTES);
        if (partitioned && opened.content() instanceof BaseImage image) {
            checkPartitions(image, map);
        }
        EventSource source = events == null ? EventSource.unheard(name) : events;
        TemporaryFolder folder = journal == null ? TemporaryFolder.create() : null;
        Path place = journal == null
                ? java.util.Objects.requireNonNull(folder).path().resolve("journal")
                : journal;
        JournalWriter writer =
                JournalWriter.create(place, name, bytes, opened.name(), source.clock(), System::nanoTime);
        return new Card(name, new CardState(map, writer, seed), profile, roles, source, folder);
    }

    private String described() {
        return switch (origin) {
            case Image(Path path) -> "the image " + path;
            case Blank _ -> "an empty card";
            case State(CardHistory history, StateId id) ->
                "the state %s of the journal %s".formatted(id, history.journal().folder());
        };
    }

    private static long powerOfTwo(long bytes) {
        long highest = Long.highestOneBit(bytes);
        return highest == bytes ? bytes : highest << 1;
    }

    private static void checkPartitions(BaseImage image, SectorMap map) {
        PartitionLayout layout = PartitionLayout.read(new MapView(map));
        if (layout.partitions().isEmpty()) {
            throw new UsageException(
                    "expected a partitioned card image at %s, its first sector is no master boot record with partitions"
                            .formatted(image.path()));
        }
        for (Partition partition : layout.partitions()) {
            if (partition.endSector() * SECTOR_BYTES > image.bytes()) {
                throw new UsageException(
                        "the card image %s is truncated: it has %d bytes, and its partition %d ends at %d; build or fetch it again"
                                .formatted(
                                        image.path(),
                                        image.bytes(),
                                        partition.number(),
                                        partition.endSector() * SECTOR_BYTES));
            }
        }
    }
}
