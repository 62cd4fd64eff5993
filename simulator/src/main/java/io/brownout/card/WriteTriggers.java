package io.brownout.card;

import io.brownout.filesystem.Partition;
import java.util.Optional;

/** Triggers that know where a write goes. Each keeps count from the moment it is armed, so each is good for one cut. */
public final class WriteTriggers {
    private WriteTriggers() {}

    /**
     * Fires at a write into a partition once so many have landed there.
     *
     * @param label of the partition
     * @param writes how many land; 0 lets none land
     */
    public static WriteTrigger intoPartition(String label, long writes) {
        return new IntoPartition(label, partition -> writes, 1);
    }

    /**
     * Fires at a write into a partition once as many sectors have been written there as make up a fraction of its size.
     *
     * @param label of the partition
     * @param fraction 0.5 for the half; above 1 if what is written again is to count
     */
    public static WriteTrigger intoPartition(String label, double fraction) {
        if (!(fraction >= 0)) {
            throw new IllegalArgumentException("a fraction of " + fraction + ", expected 0 or more");
        }
        return new IntoPartition(label, partition -> (long) (fraction * partition.sectors()), 0);
    }

    /**
     * Fires in the middle of a write command of several sectors: at the first write into the partition that goes on with a run of at least so many. The run is inferred as {@link TornCommand} does; a request
     * that is itself as long is one.
     *
     * @param label of the partition
     * @param minimumSectors how many sectors of the command have been acknowledged, at least 1
     */
    public static WriteTrigger insideRun(String label, int minimumSectors) {
        if (minimumSectors < 1 || minimumSectors >= TornCommand.COMMON_COMMAND_SECTORS) {
            throw new IllegalArgumentException("a run of %d sectors, expected 1 to %d"
                    .formatted(minimumSectors, TornCommand.COMMON_COMMAND_SECTORS - 1));
        }
        return new InsideRun(label, minimumSectors);
    }

    /** How much is to land in a partition before the power goes. */
    private interface Goal {
        long of(Partition partition);
    }

    private static final class IntoPartition implements WriteTrigger {
        private final String label;
        private final Goal goal;
        private final long perWrite;
        private long landed;

        /** Counts each write as {@code perWrite}, or by its sectors if that is 0. */
        IntoPartition(String label, Goal goal, long perWrite) {
            this.label = label;
            this.goal = goal;
            this.perWrite = perWrite;
        }

        @Override
        public Optional<String> partitionLabel() {
            return Optional.of(label);
        }

        @Override
        public Optional<String> fires(PendingWrite write) {
            Optional<Partition> partition =
                    write.partition().filter(it -> it.label().equals(label));
            if (partition.isEmpty()) {
                return Optional.empty();
            }
            if (landed >= goal.of(partition.get())) {
                String unit = perWrite == 0 ? "sectors" : "writes";
                return Optional.of("%s has taken %d %s".formatted(label, landed, unit));
            }
            landed += perWrite == 0 ? write.sectors() : perWrite;
            return Optional.empty();
        }
    }

    private static final class InsideRun implements WriteTrigger {
        private final String label;
        private final int minimumSectors;
        private long next = -1;
        private long run;

        InsideRun(String label, int minimumSectors) {
            this.label = label;
            this.minimumSectors = minimumSectors;
        }

        @Override
        public Optional<String> partitionLabel() {
            return Optional.of(label);
        }

        @Override
        public Optional<String> fires(PendingWrite write) {
            boolean goesOn = write.sector() == next && write.sectors() == 1 && write.followsWrite();
            run = goesOn ? run : 0;
            long acknowledged = run % TornCommand.COMMON_COMMAND_SECTORS;
            boolean isCommand = write.sectors() > minimumSectors || acknowledged >= minimumSectors;
            next = write.sectors() == 1 ? write.sector() + 1 : -1;
            run++;
            if (!isCommand
                    || write.partition().filter(it -> it.label().equals(label)).isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    write.sectors() > minimumSectors
                            ? "a request of %d sectors into %s".formatted(write.sectors(), label)
                            : "sector %d of a command into %s".formatted(acknowledged, label));
        }
    }
}
