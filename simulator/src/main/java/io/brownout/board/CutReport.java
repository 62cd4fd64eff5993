package io.brownout.board;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a device for every point of an update at which its power could have gone.
 *
 * @param subject what was explored, for example {@code resinos:2.0.0+rev1 to resinos:2.0.0+rev2 on raspi3b, ideal card}
 * @param deterministic whether the board does the same each time, so that one boot speaks for all that its device cannot tell apart
 * @param points how many cut points there are
 * @param byBoots how many of them were decided by a boot that read nothing in which they differ
 * @param byFiles how many by a boot of a state with the same files
 * @param audits how many further states were booted and agreed
 * @param verdicts how many points have each verdict
 * @param failures those after which a device must not be left
 * @param classes points with one verdict for one reason, in the order of their first points
 * @param map where and when it was written, and what a cut there leads to
 * @param times how long it took
 * @param notCovered what this says nothing about
 * @param further what became of devices with other states than those of the cut points, as far as that was asked
 */
public record CutReport(
        String subject,
        boolean deterministic,
        int points,
        int byBoots,
        int byFiles,
        int audits,
        SortedMap<String, Integer> verdicts,
        List<Failure> failures,
        List<Group> classes,
        Map map,
        Times times,
        List<String> notCovered,
        List<Further> further) {
    /** Copies the collections. */
    public CutReport {
        verdicts = Collections.unmodifiableSortedMap(new TreeMap<>(verdicts));
        failures = List.copyOf(failures);
        classes = List.copyOf(classes);
        notCovered = List.copyOf(notCovered);
        further = List.copyOf(further);
    }

    /** Says what a verdict means, where that is less than one would think; an empty text where it is not. */
    public String caution() {
        return deterministic
                ? ""
                : "The board does not do the same each time. A bad verdict was really seen; a good one says that a device with such a card came on well, not that each must.";
    }

    /** Says how many points have no verdict. */
    public int open() {
        return points - byBoots - byFiles;
    }

    /** Returns the same with what became of devices with further states. */
    public CutReport with(List<Further> more) {
        return new CutReport(
                subject,
                deterministic,
                points,
                byBoots,
                byFiles,
                audits,
                verdicts,
                failures,
                classes,
                map,
                times,
                notCovered,
                more);
    }

    /** Says whether there is a state with which a device must not be left. */
    public boolean isBad() {
        return !failures.isEmpty()
                || further.stream().anyMatch(it -> !it.failures().isEmpty());
    }

    /**
     * Cut points with the same bad verdict for the same reason.
     *
     * @param name the class whose boot showed it
     * @param firstWrite the number of the write before which the first of the cuts falls
     * @param lastWrite the same of the last
     * @param count how many there are
     * @param meaning between which writes the first falls, and in which step
     */
    public record Failure(
            String verdict, String detail, String name, long firstWrite, long lastWrite, int count, String meaning) {}

    /**
     * A class of cut points.
     *
     * @param name its representative's state
     * @param good whether a device may be left like that
     * @param count how many points it has
     * @param byFiles how many of them since they hold the same files
     * @param meaning between which writes its representative falls, and in which step
     * @param console the last lines of its boot
     */
    public record Group(
            String name,
            String verdict,
            String detail,
            boolean good,
            int count,
            int byFiles,
            String meaning,
            List<String> console) {
        /** Copies the lines. */
        public Group {
            console = List.copyOf(console);
        }
    }

    /**
     * The writes of the update as a picture: their numbers run over the columns, the addresses that were written in each partition over its rows. Steps of few writes are drawn wider than they are, since what happens in them matters no less.
     *
     * @param columns the number of the first write of each column, in order, and behind them the last of all
     * @param partitions those that were written to, in the order of their addresses
     * @param rows how many rows each partition has, from the first sector that was written to the last
     * @param cells those in which something was written
     * @param steps what the device had reported, for the axis
     */
    public record Map(List<Long> columns, List<String> partitions, int rows, List<Cell> cells, List<Step> steps) {
        /** Copies the lists. */
        public Map {
            columns = List.copyOf(columns);
            partitions = List.copyOf(partitions);
            cells = List.copyOf(cells);
            steps = List.copyOf(steps);
        }
    }

    /**
     * One place of the picture.
     *
     * @param partition its number in the list
     * @param group the number of the class that a cut before one of its writes is in, a bad one if there is any; -1 if that has no verdict
     */
    public record Cell(int column, int partition, int row, int group) {}

    /**
     * States that a card may be left in beside those of the cut points: after second cuts, or on cards that do not keep all that they have acknowledged.
     *
     * @param what they are, for example {@code second cuts}
     * @param states how many there are
     * @param byFirstBoots how many hold files that a cut point leaves as well
     * @param byOwnBoots how many were decided by a boot of one of them
     * @param kinds how many different sets of files they hold that no cut point leaves
     * @param boots how many of those were booted
     * @param audits how many further states were booted and agreed
     * @param verdicts how many states have each verdict
     * @param failures those with which a device must not be left
     * @param seconds of wall time that this took
     * @param notCovered what this says nothing about
     */
    public record Further(
            String what,
            long states,
            long byFirstBoots,
            long byOwnBoots,
            int kinds,
            int boots,
            int audits,
            SortedMap<String, Long> verdicts,
            List<FurtherFailure> failures,
            double seconds,
            List<String> notCovered) {
        /** Copies the collections. */
        public Further {
            verdicts = Collections.unmodifiableSortedMap(new TreeMap<>(verdicts));
            failures = List.copyOf(failures);
            notCovered = List.copyOf(notCovered);
        }

        /** Says how many have no verdict. */
        public long open() {
            return states - byFirstBoots - byOwnBoots;
        }
    }

    /**
     * Further states with the same bad verdict.
     *
     * @param name one of them
     * @param count how many there are
     * @param meaning between which writes the power went, and what was lost
     */
    public record FurtherFailure(String verdict, String detail, String name, long count, String meaning) {}

    /** Something the device reported when so many writes had come. */
    public record Step(long write, String name) {}

    /**
     * Wall times in seconds.
     *
     * @param recording zero if an earlier run recorded
     * @param reading of every point on the test machine
     * @param booting of all boots, audits among them
     * @param boot of one
     * @param boots how many there were
     */
    public record Times(double recording, double reading, double booting, double boot, int boots) {
        /** Returns how long it took from the recording to the last verdict. */
        public double exploring() {
            return reading + booting;
        }

        /** Returns how long it would take to boot each point one after the other. */
        public double naive(int points) {
            return boot * points;
        }
    }
}
