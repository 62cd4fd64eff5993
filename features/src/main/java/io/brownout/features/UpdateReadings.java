package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.explorer.CutPoints;
import io.brownout.explorer.Exploration;
import io.brownout.explorer.ExplorationListener;
import io.brownout.explorer.ExplorationResult;
import io.brownout.explorer.HostExaminer;
import io.brownout.explorer.Likeness;
import io.brownout.explorer.Likeness.Aspect;
import io.brownout.filesystem.Ext4Volume;
import io.brownout.filesystem.FileListing;
import io.brownout.filesystem.FileSystemDamagedException;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionLayout;
import io.brownout.filesystem.SectorView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What can be said of every cut point of an update by reading its card on the test machine, before any device is started: which files a device would find, and whether its user's are whole.
 *
 * @param losses what is missing of the user's files; an empty text where all are there
 * @param likeness which points leave the same files wherever a boot may look: on the boot, state and data partitions and in the selected root
 * @param loaders which points leave the same files for the firmware and the boot loader, which look at fewer
 * @param readings how many states were read for that
 */
public record UpdateReadings(ExplorationResult<String> losses, Likeness likeness, Likeness loaders, int readings) {
    private static final String DEVICE_TREE = "bcm2837-rpi-3-b.dtb";
    private static final String SELECTION = "/resinOS_uEnv.txt";

    /** Reads the points of one recording. */
    private record Reader(CutPoints points, int jobs, Deadline deadline, Consumer<String> progress) {
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

        Partition partition(String label) {
            return PartitionLayout.read(points.history().after(points.first()))
                    .labelled(label)
                    .orElseThrow(() -> new HarnessException("the recorded card has no partition " + label));
        }

        ExplorationResult<FileListing> files(String label) throws InterruptedException {
            Partition partition = partition(label);
            return read("the files of " + label, points, view -> FileListing.of(view, partition));
        }
    }

    /**
     * Reads an update. Blocks for about half a minute.
     *
     * @param question what is asked of the device after a cut
     * @param progress told what has been read
     * @throws HarnessException if the deadline passes before it is done
     */
    static UpdateReadings of(
            CutPoints points,
            Function<SectorView, String> userFiles,
            UpdateQuestion question,
            int jobs,
            Deadline deadline,
            Consumer<String> progress)
            throws InterruptedException {
        Reader reader = new Reader(points, jobs, deadline, progress);
        ExplorationResult<String> losses = reader.read("the user's files", points, userFiles);
        ExplorationResult<FileListing> boot = reader.files("resin-boot");
        Aspect<FileListing> rootA = files(reader.files("resin-rootA"));
        List<Aspect<?>> loaders = new ArrayList<>(List.of(
                new Aspect<>(boot.told(it -> BootLoaderFiles.of(it, DEVICE_TREE)), it -> 0), rootA));
        List<Aspect<?>> aspects = new ArrayList<>(List.of(
                new Aspect<>(losses, UpdateReadings::trouble),
                new Aspect<>(boot, new NeitherOldNorNew(boot)),
                files(reader.files("resin-state")),
                files(reader.files("resin-data")),
                rootA));
        Partition rootB = reader.partition("resin-rootB");
        aspects.add(new Aspect<>(
                reader.read("the health of resin-rootB", points, view -> damage(view, rootB)),
                UpdateReadings::trouble));
        // Who installs once more looks into the slot before it is selected.
        OptionalInt selected = question == UpdateQuestion.ARRIVES ? OptionalInt.of(0) : firstSelection(boot);
        if (selected.isPresent()) {
            CutPoints rest = new CutPoints(points.history(), points.writes(selected.getAsInt()), points.last());
            aspects.add(files(
                    reader.read("the files of resin-rootB once selected", rest, view -> FileListing.of(view, rootB))));
        }
        int readings =
                aspects.stream().mapToInt(it -> it.result().classes().size()).sum();
        return new UpdateReadings(losses, Likeness.of(points, aspects), Likeness.of(points, loaders), readings);
    }

    private static Aspect<FileListing> files(ExplorationResult<FileListing> result) {
        return new Aspect<>(result, new NeitherOldNorNew(result));
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

    private static OptionalInt firstSelection(ExplorationResult<FileListing> boot) {
        String before = selection(boot.classOf(0).orElseThrow().result());
        return boot.classes().stream()
                .filter(it -> !selection(it.result()).equals(before))
                .flatMapToInt(it -> it.points().stream().limit(1))
                .min();
    }

    private static String selection(FileListing boot) {
        return boot.at(SELECTION).orElse("none");
    }
}
