package io.brownout.features;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
        try (InputStream file = CoverageCase.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new HarnessException("%s is missing among the resources".formatted(FILE));
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(CoverageCase::parse)
                    .toList();
        } catch (IOException e) {
            throw new HarnessException("cannot read %s: %s".formatted(FILE, e), e);
        }
    }

    private static CoverageCase parse(String line) {
        List<String> columns =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        if (columns.size() != 3) {
            throw new HarnessException(
                    "expected ID | sentence | what it waits for, in %s, seen: %s".formatted(FILE, line));
        }
        return new CoverageCase(
                columns.get(0), columns.get(1), Optional.of(columns.get(2)).filter(it -> !it.isEmpty()));
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
