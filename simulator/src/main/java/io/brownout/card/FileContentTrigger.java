package io.brownout.card;

import io.brownout.filesystem.FatDamagedException;
import io.brownout.filesystem.FatVolume;
import io.brownout.filesystem.Footprint;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.SectorView;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Watches the content of a file by the sectors that reading it depends on: while none of them is written, it cannot have changed. */
final class FileContentTrigger implements WriteTrigger {
    private final String partitionLabel;
    private final String path;
    private final Predicate<byte[]> content;
    private @Nullable BitSet footprint;
    private boolean satisfied;

    FileContentTrigger(String partitionLabel, String path, Predicate<byte[]> content) {
        this.partitionLabel = partitionLabel;
        this.path = path;
        this.content = content;
    }

    @Override
    public Optional<String> partitionLabel() {
        return Optional.of(partitionLabel);
    }

    @Override
    public Optional<String> fires(PendingWrite write) {
        Optional<Partition> partition = write.partition(partitionLabel);
        if (partition.isEmpty()) {
            return Optional.empty();
        }
        if (footprint == null) {
            satisfied = look(write.before(), partition.get());
        }
        if (!isRead(write)) {
            return Optional.empty();
        }
        boolean before = satisfied;
        satisfied = look(write.after(), partition.get());
        return satisfied && !before
                ? Optional.of("%s of %s names its new content".formatted(path, partitionLabel))
                : Optional.empty();
    }

    private boolean isRead(PendingWrite write) {
        int next = footprint == null ? -1 : footprint.nextSetBit(Math.toIntExact(write.sector()));
        return next >= 0 && next < write.sector() + write.sectors();
    }

    private boolean look(SectorView card, Partition partition) {
        BitSet read = new BitSet();
        footprint = read;
        try {
            return FatVolume.open(new Footprint(card, read), partition)
                    .read(path)
                    .filter(content)
                    .isPresent();
        } catch (FatDamagedException e) {
            return false; // Firmware finds nothing there either.
        }
    }
}
