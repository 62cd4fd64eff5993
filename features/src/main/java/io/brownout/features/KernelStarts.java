package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.board.EventSink;
import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent;
import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.card.CardHistory;
import io.brownout.card.StateId;
import io.brownout.explorer.CutPoints;
import io.brownout.explorer.Likeness;
import io.brownout.filesystem.Partition;
import io.brownout.qemu.Checkpoint;
import io.brownout.qemu.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    /** What is known of the states with the same files for the boot loader. */
    private final class Kind implements AutoCloseable {
        private @Nullable StateId seen;
        private long requests;
        private boolean tried;
        private @Nullable Card card;
        private @Nullable Checkpoint checkpoint;

        synchronized void seen(StateId state, long madeByThen) {
            if (seen == null) {
                seen = state;
                requests = madeByThen;
            }
        }

        synchronized Optional<Checkpoint> checkpoint() throws InterruptedException {
            StateId state = seen;
            if (state != null && !tried) {
                tried = true;
                make(state);
            }
            return Optional.ofNullable(checkpoint);
        }

        private void make(StateId state) throws InterruptedException {
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
        CardHistory history = points.history();
        return kind(state).checkpoint().filter(it -> it.past().fits(history.view(state)));
    }

    /** Returns who listens to a device that is started at its power-on, to learn when its boot loader is done. */
    EventSink learning(StateId state, Card card) {
        return event -> {
            if (event instanceof RunEvent.DeviceReported reported
                    && reported.boot() == 1
                    && reported.report().is("init")) {
                kind(state).seen(state, card.journal().size());
            }
        };
    }

    @Override
    public void close() {
        kinds.values().forEach(Kind::close);
        Folders.delete(folder);
    }
}
