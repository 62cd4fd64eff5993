package io.brownout.features;

import io.brownout.board.HarnessException;
import java.util.Arrays;
import java.util.List;

/**
 * A bug that users of such fleets have reported, and the planted faults that make it again: each must be found, and nothing must be found where it is not planted.
 *
 * @param report owner, repository and number, for example {@code balena-os/meta-balena#1983}
 * @param seen one sentence in our own words
 * @param faults of scenarios
 * @param explored mutants of the explorer
 */
public record FieldBug(String report, String seen, List<String> faults, List<String> explored) {
    private static final String FILE = "field-bugs.txt";
    private static final String EXPLORER = "explorer:";

    /** Copies the lists. */
    public FieldBug {
        faults = List.copyOf(faults);
        explored = List.copyOf(explored);
    }

    /** Returns them all. */
    public static List<FieldBug> all() {
        return TableFile.rows(FILE, "project#number | sentence | faults").stream()
                .map(FieldBug::of)
                .toList();
    }

    private static FieldBug of(List<String> columns) {
        List<String> names =
                Arrays.stream(columns.get(2).split(",")).map(String::strip).toList();
        FieldBug bug = new FieldBug(
                columns.get(0),
                columns.get(1),
                names.stream().filter(it -> !it.startsWith(EXPLORER)).toList(),
                names.stream()
                        .filter(it -> it.startsWith(EXPLORER))
                        .map(it -> it.substring(EXPLORER.length()))
                        .toList());
        if (!bug.report().matches("[\\w.-]+/[\\w.-]+#\\d+")) {
            throw new HarnessException(
                    "expected owner/repository#number in %s, seen: %s".formatted(FILE, bug.report()));
        }
        return bug;
    }

    /** Returns where the report can be read; GitHub leads on to a pull request where it is one. */
    String address() {
        return "https://github.com/" + report.replace("#", "/issues/");
    }

    /** Returns its report without the owner. */
    String shortReport() {
        return report.substring(report.indexOf('/') + 1);
    }
}
