package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.board.EventSink;
import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent;
import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.card.CardJournal;
import io.brownout.card.CardRequest;
import io.brownout.card.RequestKind;
import io.brownout.card.StateId;
import io.brownout.explorer.CutPoints;
import io.brownout.explorer.Likeness;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.SectorView;
import io.brownout.qemu.Checkpoint;
import io.brownout.qemu.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where devices can be started instead of at their power-on: at the first request of a kernel, one checkpoint for each set of files that the boot loader may have looked at. Between the boot loader's last request and that one a Pi spends most of its boot.
 *
 * <p>A card may differ from the one that the checkpoint was made with in its boot partition only, where it holds the same files for the boot loader: that this could not have told the two apart is a presumption. A checkpoint is made when a second
 * device could use it. Safe for any thread; closing it deletes the checkpoints.
 */
final class KernelStarts implements AutoCloseable {
    private static final Duration BOOT = Duration.ofMinutes(8);

    private final Workbench workbench;
    private final Image image;
    private final CutPoints points;
    private final Likeness loaders;
    private final Partition bootPartition;
    private final Path folder;
    private final Map<Integer, Kind> kinds = new ConcurrentHashMap<>();

    KernelStarts(
            Workbench workbench,
            Image image,
            CutPoints points,
            Likeness loaders,
            Partition bootPartition,
            Path folder) {
        this.workbench = workbench;
        this.image = image;
        this.points = points;
        this.loaders = loaders;
        this.bootPartition = bootPartition;
        this.folder = folder;
    }

    /** What is known of the states with the same files for the boot loader: where else it looks on the card, and a start for each of the contents that it finds there. */
    private static final class Kind {
        private final Map<Long, Start> starts = new HashMap<>();
        private @Nullable BitSet probed;

        synchronized Optional<Start> start(SectorView card) {
            return Optional.ofNullable(probed).map(sectors -> starts.get(hash(card, sectors)));
        }

        synchronized void learn(SectorView card, BitSet sectors, Supplier<Start> start) {
            BitSet known = probed == null ? sectors : probed;
            probed = known;
            starts.computeIfAbsent(hash(card, known), it -> start.get());
        }

        synchronized List<Start> all() {
            return List.copyOf(starts.values());
        }

        private static long hash(SectorView card, BitSet sectors) {
            CRC32C low = new CRC32C();
            CRC32 high = new CRC32();
            for (int from = sectors.nextSetBit(0); from >= 0; ) {
                int end = sectors.nextClearBit(from);
                byte[] content = card.read(from, end - from);
                low.update(content);
                high.update(content);
                from = sectors.nextSetBit(end);
            }
            return high.getValue() << 32 | low.getValue();
        }
    }

    /** A state whose boot was seen from its power-on, and from the second time on that it is wanted the checkpoint in it. */
    private final class Start implements AutoCloseable {
        private final StateId state;
        private final long requests;
        private boolean tried;
        private @Nullable Card card;
        private @Nullable Checkpoint checkpoint;

        Start(StateId state, long requests) {
            this.state = state;
            this.requests = requests;
        }

        synchronized Optional<Checkpoint> checkpoint() throws InterruptedException {
            if (!tried) {
                tried = true;
                make();
            }
            return Optional.ofNullable(checkpoint);
        }

        private void make() throws InterruptedException {
            Card made = Card.at(points.history(), state).name(state.toString()).build();
            card = made; // Its journal is the past of every device that goes on from there.
            try {
                checkpoint =
                        Folders.temporary(consoles -> suspended(made, consoles)).orElse(null);
            } catch (IOException e) {
                throw new HarnessException("cannot keep a device at its kernel's start: " + e, e);
            }
        }

        private Optional<Checkpoint> suspended(Card made, Path consoles) {
            try (Device device = workbench.trial(made, image, consoles)) {
                // The next request after the boot loader's last is the kernel's first.
                return device.board()
                        .suspend(requests + 1, folder, Deadline.in(BOOT))
                        .flatMap(KernelStarts.this::forAnyBootPartition);
            }
        }

        @Override
        public synchronized void close() {
            if (checkpoint != null) {
                checkpoint.close();
            }
            if (card != null) {
                card.close();
            }
        }
    }

    private Optional<Checkpoint> forAnyBootPartition(Checkpoint made) {
        try {
            return Optional.of(made.evenIfUnlike(bootPartition.firstSector(), bootPartition.endSector()));
        } catch (UsageException e) {
            made.close(); // The boot loader counts attempts: what it wrote depends on what it had read.
            return Optional.empty();
        }
    }

    private Kind kind(StateId state) {
        return kinds.computeIfAbsent(loaders.kind((int) (state.count() - points.first())), it -> new Kind());
    }

    /** Returns where a device with this state can be started; empty if at its power-on only. Blocks while the checkpoint is made. */
    Optional<Checkpoint> of(StateId state) throws InterruptedException {
        SectorView card = points.history().view(state);
        Optional<Start> start = kind(state).start(card);
        return start.isEmpty()
                ? Optional.empty()
                : start.get().checkpoint().filter(it -> it.past().fits(card));
    }

    /** Returns who listens to a device that is started at its power-on, to learn when its boot loader is done, and where it has looked. */
    EventSink learning(StateId state, Card card) {
        return event -> {
            if (event instanceof RunEvent.DeviceReported reported
                    && reported.boot() == 1
                    && reported.report().is("init")) {
                long requests = card.journal().size();
                kind(state)
                        .learn(
                                points.history().view(state),
                                probed(card.journal(), requests),
                                () -> new Start(state, requests));
            }
        };
    }

    private BitSet probed(CardJournal journal, long requests) {
        BitSet sectors = new BitSet();
        for (long number = 0; number < requests; number++) {
            CardRequest request = journal.request(number);
            if (request.kind() == RequestKind.READ) {
                sectors.set((int) request.sector(), (int) (request.sector() + request.sectors()));
            }
        }
        sectors.clear((int) bootPartition.firstSector(), (int) bootPartition.endSector());
        return sectors;
    }

    @Override
    public void close() {
        kinds.values().forEach(kind -> kind.all().forEach(Start::close));
        Folders.delete(folder);
    }
}
