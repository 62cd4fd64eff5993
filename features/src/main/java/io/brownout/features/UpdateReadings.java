package io.brownout.features;

import static io.brownout.filesystem.PartitionRole.BOOT;
import static io.brownout.filesystem.PartitionRole.DATA;
import static io.brownout.filesystem.PartitionRole.ROOT_A;
import static io.brownout.filesystem.PartitionRole.ROOT_B;
import static io.brownout.filesystem.PartitionRole.STATE;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.explorer.CutPoints;
import io.brownout.explorer.Exploration;
import io.brownout.explorer.ExplorationListener;
import io.brownout.explorer.ExplorationResult;
import io.brownout.explorer.HostExaminer;
import io.brownout.explorer.Likeness;
import io.brownout.explorer.Likeness.Aspect;
import io.brownout.explorer.Reading;
import io.brownout.filesystem.Ext4Volume;
import io.brownout.filesystem.FileListing;
import io.brownout.filesystem.FileSystemDamagedException;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionRole;
import io.brownout.filesystem.PartitionRoles;
import io.brownout.filesystem.SectorView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What can be said of every cut point of an update by reading its card on the test machine, before any device is started: which files a device would find, and whether its user's are whole.
 *
 * @param userFiles what is missing of the user's files; an empty text where all are there
 * @param all what was read, that among it, in the order of the likeness
 * @param likeness which points leave the same files wherever a boot may look: on the boot, state and data partitions and in the selected root
 * @param loaders which points leave the same files for the firmware and the boot loader, which look at fewer
 * @param readings how many states were read for that
 */
public record UpdateReadings(
        Reading<String> userFiles, List<Reading<?>> all, Likeness likeness, Likeness loaders, int readings) {
    private static final String DEVICE_TREE = "bcm2837-rpi-3-b.dtb";
    private static final String SELECTION = "/resinOS_uEnv.txt";

    /** Reads the points of one recording. */
    private record Reader(
            CutPoints points, PartitionRoles roles, int jobs, Deadline deadline, Consumer<String> progress) {
        <R> ExplorationResult<R> read(String what, CutPoints those, Function<SectorView, R> reading)
                throws InterruptedException {
            ExplorationResult<R> result = new Exploration<>(
                            those, new HostExaminer<>(points.history(), reading), new ExplorationListener<R>() {})
                    .run(jobs, 1, deadline);
            if (result.covered() < those.count()) {
                throw new HarnessException(
                        "the time was over while %s was read; give the exploration more".formatted(what));
            }
            progress.accept("  read %s at %,d points, by %,d readings"
                    .formatted(what, result.covered(), result.classes().size()));
            return result;
        }

        Partition partition(PartitionRole role) {
            return roles.find(role, points.history().after(points.first()));
        }

        Reading<FileListing> files(PartitionRole role) throws InterruptedException {
            Partition partition = partition(role);
            return files("the files of " + partition.label(), points, view -> FileListing.of(view, partition));
        }

        Reading<FileListing> files(String what, CutPoints those, Function<SectorView, FileListing> reading)
                throws InterruptedException {
            ExplorationResult<FileListing> result = read(what, those, reading);
            return new Reading<>(result, reading, new NeitherOldNorNew(result));
        }

        Reading<String> words(String what, Function<SectorView, String> reading) throws InterruptedException {
            return new Reading<>(read(what, points, reading), reading, UpdateReadings::trouble);
        }
    }

    /**
     * Reads an update, or a part of one, or what a device writes while it recovers from a cut in one. Blocks for about half a minute.
     *
     * @param before the card before the update: which root it selects is what is selected as long as nobody has changed that
     * @param roles which partition of the card is for what
     * @param question what is asked of the device after a cut
     * @param progress told what has been read
     * @throws HarnessException if the deadline passes before it is done
     */
    static UpdateReadings of(
            CutPoints points,
            SectorView before,
            Function<SectorView, String> userFiles,
            PartitionRoles roles,
            UpdateQuestion question,
            int jobs,
            Deadline deadline,
            Consumer<String> progress)
            throws InterruptedException {
        Reader reader = new Reader(points, roles, jobs, deadline, progress);
        Reading<String> losses = reader.words("the user's files", userFiles);
        Reading<FileListing> boot = reader.files(BOOT);
        Reading<FileListing> rootA = reader.files(ROOT_A);
        List<Aspect<?>> loaders = List.of(
                new Aspect<>(boot.result().told(it -> BootLoaderFiles.of(it, DEVICE_TREE)), it -> 0), rootA.aspect());
        Partition rootB = reader.partition(ROOT_B);
        List<Reading<?>> all = new ArrayList<>(List.of(
                losses,
                boot,
                reader.files(STATE),
                reader.files(DATA),
                rootA,
                reader.words("the health of " + rootB.label(), view -> damage(view, rootB))));
        // Who installs once more looks into the slot before it is selected.
        OptionalInt selected =
                question == UpdateQuestion.ARRIVES ? OptionalInt.of(0) : firstSelection(boot.result(), before, roles);
        if (selected.isPresent()) {
            CutPoints rest = new CutPoints(points.history(), points.writes(selected.getAsInt()), points.last());
            all.add(reader.files(
                    "the files of %s once selected".formatted(rootB.label()),
                    rest,
                    view -> FileListing.of(view, rootB)));
        }
        int readings = all.stream().mapToInt(it -> it.result().classes().size()).sum();
        List<Aspect<?>> aspects = new ArrayList<>();
        all.forEach(it -> aspects.add(it.aspect()));
        return new UpdateReadings(losses, all, Likeness.of(points, aspects), Likeness.of(points, loaders), readings);
    }

    /** Returns what is missing of the user's files. */
    public ExplorationResult<String> losses() {
        return userFiles.result();
    }

    private static int trouble(String words) {
        return words.isEmpty() ? 0 : 100;
    }

    /** A root that is not selected is checked by the initramfs all the same, which needs its superblock and its journal. */
    private static String damage(SectorView card, Partition partition) {
        try {
            Ext4Volume.open(card, partition).replayed();
            return "";
        } catch (FileSystemDamagedException e) {
            return "it cannot be replayed";
        }
    }

    private static OptionalInt firstSelection(
            ExplorationResult<FileListing> boot, SectorView before, PartitionRoles roles) {
        String old = selection(FileListing.of(before, roles.find(BOOT, before)));
        return boot.classes().stream()
                .filter(it -> !selection(it.result()).equals(old))
                .flatMapToInt(it -> it.points().stream().limit(1))
                .min();
    }

    private static String selection(FileListing boot) {
        return boot.at(SELECTION).orElse("none");
    }
}
