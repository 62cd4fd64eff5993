package io.brownout.features;

import java.util.List;
import java.util.Optional;

/**
 * A case of the suites with which the successor of ResinOS is released (meta-balena 8.0.2, {@code tests/suites}), in our own words. A scenario that answers it carries the tag {@code @case:ID}.
 *
 * @param id the suite, a slash, and what it is about, for example {@code os/fsck}
 * @param asks one sentence
 * @param open what it waits for, or what hardware it needs; empty if scenarios answer it
 */
public record CoverageCase(String id, String asks, Optional<String> open) {
    private static final String FILE = "cases.txt";
    private static final String NEEDS = "needs ";

    /** Returns them all, in the order of the suites. */
    public static List<CoverageCase> all() {
        return TableFile.rows(FILE, "ID | sentence | what it waits for").stream()
                .map(row -> new CoverageCase(
                        row.get(0), row.get(1), Optional.of(row.get(2)).filter(it -> !it.isEmpty())))
                .toList();
    }

    /** Returns the suite that it is of. */
    String suite() {
        return id.substring(0, id.indexOf('/'));
    }

    /** Says whether no emulated board can answer it. */
    boolean needsHardware() {
        return open.filter(it -> it.startsWith(NEEDS)).isPresent();
    }
}
