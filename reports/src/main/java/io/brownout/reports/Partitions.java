package io.brownout.reports;

import io.brownout.board.RunEvent.CardActivity;
import io.brownout.board.RunEvent.CardMapped;
import io.brownout.board.RunEvent.Measured;
import io.brownout.board.RunEvent.PartitionSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The partitions of a run in the order of their addresses, so that each has one colour on the whole page.
 *
 * @param labels those of the cards' maps first, then what else was written to, by name
 * @param maps how many maps of cards the page has; they share what it may weigh
 */
record Partitions(List<String> labels, int maps) {
    /** What lies outside of every partition. */
    static final String GAP = "(gap)";

    private static final int COLOURS = 7;

    Partitions {
        labels = List.copyOf(labels);
    }

    static Partitions of(List<ScenarioResult> scenarios) {
        Set<String> labels = new LinkedHashSet<>();
        List<BoardResult> boards = scenarios.stream()
                .flatMap(scenario -> scenario.boards().stream())
                .toList();
        boards.stream()
                .flatMap(board -> board.maps().stream())
                .flatMap(map -> inOrder(map).stream())
                .map(PartitionSpan::label)
                .forEach(labels::add);
        Set<String> others = new TreeSet<>();
        boards.stream()
                .flatMap(board -> board.activity().stream())
                .map(CardActivity::bytes)
                .map(Map::keySet)
                .forEach(others::addAll);
        scenarios.stream()
                .flatMap(scenario -> scenario.measurements().stream())
                .map(Measured::parts)
                .map(Map::keySet)
                .forEach(others::addAll);
        scenarios.stream()
                .flatMap(scenario -> scenario.wear().stream())
                .map(wear -> wear.byPartition().keySet())
                .forEach(others::addAll);
        labels.addAll(others);
        labels.remove(GAP);
        return new Partitions(
                new ArrayList<>(labels),
                boards.stream().mapToInt(board -> board.maps().size()).sum());
    }

    /** Returns the partitions of a map by address, without those that only hold others (an extended partition). */
    static List<PartitionSpan> inOrder(CardMapped map) {
        return map.partitions().stream()
                .filter(span -> map.partitions().stream().noneMatch(other -> holds(span, other)))
                .sorted(Comparator.comparingLong(PartitionSpan::firstSector))
                .toList();
    }

    private static boolean holds(PartitionSpan outer, PartitionSpan inner) {
        return outer.firstSector() <= inner.firstSector()
                && outer.firstSector() + outer.sectors() >= inner.firstSector() + inner.sectors()
                && outer.sectors() > inner.sectors();
    }

    /** Returns the class that gives a partition its colour. */
    String styleClass(String label) {
        int index = labels.indexOf(label);
        return index < 0 ? "p-gap" : "p" + index % COLOURS;
    }

    /** Sorts labels by address; the gap last. */
    Comparator<String> order() {
        return Comparator.comparingInt(this::rank).thenComparing(Comparator.naturalOrder());
    }

    private int rank(String label) {
        int index = labels.indexOf(label);
        return index < 0 ? labels.size() : index;
    }
}
