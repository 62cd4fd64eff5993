package io.brownout.features;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The page {@code docs/coverage.md}: which scenario answers which case.
 *
 * @param cases all there are
 * @param catalog of the feature files
 */
public record CoveragePage(List<CoverageCase> cases, FeatureCatalog catalog) {
    /** Copies the list. */
    public CoveragePage {
        cases = List.copyOf(cases);
    }

    /** Returns the tags of scenarios that name no case. */
    List<String> unknownCases() {
        List<String> known = cases.stream().map(CoverageCase::id).toList();
        return catalog.scenarios().stream()
                .flatMap(scenario -> scenario.values("case").stream())
                .filter(it -> !known.contains(it))
                .toList();
    }

    /** Returns the scenarios that answer a case. */
    List<FeatureCatalog.Scenario> answers(CoverageCase asked) {
        return catalog.scenarios().stream()
                .filter(scenario -> scenario.values("case").contains(asked.id()))
                .toList();
    }

    /** Returns the page. */
    public String text() {
        long answered = cases.stream().filter(it -> !answers(it).isEmpty()).count();
        long hardware = cases.stream().filter(CoverageCase::needsHardware).count();
        StringBuilder page =
                new StringBuilder("""
                # Coverage

                Written by `./brownout coverage`. The suites with which the successor of ResinOS is released (meta-balena 8.0.2, `tests/suites`) have %d cases. Scenarios here answer %d of them, %d wait for a part of Brownout, %d need hardware that no emulated
                Raspberry Pi has. A scenario that answers a case carries the tag `@case:` with its name; `./brownout run --tags @case:os/fsck` runs it. The cases are listed in `features/src/main/resources/io/brownout/features/cases.txt`.
                """.formatted(cases.size(), answered, cases.size() - answered - hardware, hardware));
        for (String suite : cases.stream().map(CoverageCase::suite).distinct().toList()) {
            List<CoverageCase> own =
                    cases.stream().filter(it -> it.suite().equals(suite)).toList();
            page.append("\n## %s: %d of %d\n\n"
                    .formatted(
                            suite,
                            own.stream().filter(it -> !answers(it).isEmpty()).count(),
                            own.size()));
            page.append("| case | what it asks | scenario, or what it waits for |\n|---|---|---|\n");
            own.forEach(it -> page.append("| %s | %s | %s |\n".formatted(it.id(), it.asks(), answer(it))));
        }
        return page.toString();
    }

    private String answer(CoverageCase asked) {
        String scenarios = answers(asked).stream()
                .map(scenario -> "**%s** (%s%s)"
                        .formatted(
                                scenario.name(),
                                scenario.file(),
                                scenario.tags().contains("@nightly") ? ", nightly" : ""))
                .distinct()
                .collect(Collectors.joining("; "));
        return scenarios.isEmpty() ? asked.open().orElse("nothing yet") : scenarios;
    }
}
