package io.brownout.cli;

import io.brownout.board.UsageException;
import io.brownout.card.StateId;
import io.brownout.explorer.Certificate;
import io.brownout.explorer.CutClass;
import io.brownout.explorer.Life;
import io.brownout.features.UpdateRecording;
import io.brownout.features.WriteNames;
import io.brownout.filesystem.PartitionLayout;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells a person everything that is known of one class. */
record CutShow(UpdateRecording recording, List<Certificate> certificates) {
    /** Most places at which a class begins that are named. */
    private static final int PLACES = 20;

    /** Prints the class of a name, or the one that a cut point is in. */
    void print(String name) {
        StateId wanted = StateId.parse(name);
        long point = wanted.count() - recording.points().first();
        CutClass<Life> found = certificates.stream()
                .map(Certificate::found)
                .filter(it -> it.state().equals(wanted)
                        || (point >= 0 && point < recording.points().count() && it.contains((int) point)))
                .min((one, other) -> Boolean.compare(
                        other.state().equals(wanted), one.state().equals(wanted)))
                .orElseThrow(() -> new UsageException(
                        "no class has %s in it; there are cut points after-%d to after-%d, and %,d classes are known"
                                .formatted(
                                        name,
                                        recording.points().first(),
                                        recording.points().last(),
                                        certificates.size())));
        print(found);
    }

    private void print(CutClass<Life> found) {
        WriteNames names = recording.names();
        System.out.printf(
                "class %s: %s %s%n",
                found.state(),
                found.result().verdict().kind(),
                found.result().verdict().detail());
        System.out.printf(
                "%,d cut points, %,d of them since they hold the same files%n",
                found.size(), found.presumed().cardinality());
        System.out.printf("the power went %s%n", names.cut(found.state().count()));
        System.out.println("its cut points, and what is written at the border of each stretch of them:");
        BitSet points = found.points();
        int shown = 0;
        for (int from = points.nextSetBit(0); from >= 0 && shown++ < PLACES; ) {
            int end = points.nextClearBit(from);
            System.out.printf(
                    "  after-%d to after-%d: from %s; until %s%n",
                    recording.points().writes(from),
                    recording.points().writes(end - 1),
                    names.name(recording.points().writes(from) - 1),
                    names.name(recording.points().writes(end - 1)));
            from = points.nextSetBit(end);
        }
        System.out.println(beginning(found));
        System.out.println("what it can depend on, by partition, in sectors: "
                + byPartition(found.finding().footprint()));
        System.out.println("its console:");
        found.result().console().forEach(line -> System.out.println("  | " + line));
    }

    private static String beginning(CutClass<Life> found) {
        return switch (found.result().begun()) {
            case POWER_ON ->
                "it was booted from its power-on, and made %,d requests"
                        .formatted(found.finding().trace().requests());
            case KERNEL ->
                "it was started at its kernel, to which another device with the same files for the boot loader had come";
        };
    }

    private String byPartition(BitSet footprint) {
        PartitionLayout layout = PartitionLayout.read(
                recording.points().history().after(recording.points().first()));
        Map<String, Integer> sectors = new TreeMap<>();
        footprint.stream().forEach(sector -> sectors.merge(layout.labelAt(sector), 1, Integer::sum));
        return sectors.toString();
    }
}
