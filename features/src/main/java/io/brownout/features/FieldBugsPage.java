package io.brownout.features;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page {@code docs/field-bugs.md}: which planted fault makes which bug of the field again, and what finds it.
 *
 * @param bugs all there are
 * @param mutants of scenarios
 * @param explored mutants of the explorer
 */
public record FieldBugsPage(List<FieldBug> bugs, List<Mutant> mutants, List<UpdateMutant> explored) {
    /** Copies the lists. */
    public FieldBugsPage {
        bugs = List.copyOf(bugs);
        mutants = List.copyOf(mutants);
        explored = List.copyOf(explored);
    }

    /** Returns the faults that the bugs name and that nobody can plant. */
    List<String> unknownFaults() {
        return bugs.stream()
                .flatMap(bug -> Stream.concat(
                        bug.faults().stream()
                                .filter(name -> mutants.stream()
                                        .noneMatch(it -> it.name().equals(name))),
                        bug.explored().stream()
                                .filter(name -> explored.stream()
                                        .noneMatch(it -> it.name().equals(name)))))
                .toList();
    }

    /** Returns the page. */
    public String text() {
        StringBuilder page = new StringBuilder("""
                # Bugs of the field

                Written by `./brownout field-bugs`. %d bugs that users of such fleets have reported, each made again by a fault that is planted into a device, its update agent or its image. The same device without the fault is its twin: the
                scenario is green on it, and the explorer finds nothing. `./brownout mutants --field-bugs` plants those that a scenario finds, `./brownout mutants --explorer --field-bugs` those that show at some power cuts only.

                | report | what was seen | what is planted | what finds it |
                |---|---|---|---|
                """.formatted(bugs.size()));
        for (FieldBug bug : bugs) {
            page.append("| [%s](%s) | %s | %s | %s |\n"
                    .formatted(bug.shortReport(), bug.address(), bug.seen(), planted(bug), found(bug)));
        }
        return page.toString();
    }

    private static String planted(FieldBug bug) {
        return Stream.concat(bug.faults().stream(), bug.explored().stream())
                .distinct()
                .map("`%s`"::formatted)
                .collect(Collectors.joining(", "));
    }

    private String found(FieldBug bug) {
        Stream<String> scenarios = mutants.stream()
                .filter(it -> bug.faults().contains(it.name()))
                .map(it -> "**%s**, at: %s".formatted(it.scenario(), it.step()));
        Stream<String> cuts = explored.stream()
                .filter(it -> bug.explored().contains(it.name()))
                .map(it -> "every power cut of %s (`%s`)"
                        .formatted(
                                it.update(),
                                it.expects().stream().sorted().map(Enum::name).collect(Collectors.joining("`, `"))));
        return Stream.concat(scenarios, cuts).distinct().collect(Collectors.joining("; "));
    }
}
