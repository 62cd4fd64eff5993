package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages that are written from the feature files tell what is there, and what they name exists. */
class PagesTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Path SOURCES = Path.of("src/main/java/io/brownout/features");

    private final FeatureCatalog catalog = FeatureCatalog.of(featureFiles());
    private final List<CoverageCase> cases = CoverageCase.all();
    private final CoveragePage coverage = new CoveragePage(cases, catalog);
    private final FieldBugsPage bugs =
            new FieldBugsPage(FieldBug.all(), Mutants.all(), UpdateMutants.ofRecipes(Path.of("../qemu-boards/images")));
    private final StepsPage steps = StepsPage.of(SOURCES, catalog);

    @Test
    void the_cases_are_those_of_the_three_suites() {
        assertThat(cases).extracting(CoverageCase::id).doesNotHaveDuplicates();
        assertThat(cases.stream().filter(it -> it.suite().equals("os"))).hasSize(64);
        assertThat(cases.stream().filter(it -> it.suite().equals("hup"))).hasSize(5);
        assertThat(cases.stream().filter(it -> it.suite().equals("cloud"))).hasSize(12);
    }

    @Test
    void no_scenario_names_a_case_that_does_not_exist() {
        assertThat(coverage.unknownCases()).isEmpty();
    }

    @Test
    void a_case_is_answered_by_a_scenario_or_says_what_it_waits_for_and_never_both() {
        assertThat(cases)
                .allSatisfy(it -> assertThat(coverage.answers(it).isEmpty())
                        .as(
                                "%s is open (%s) although scenarios answer it, or not open although none does",
                                it.id(), it.open())
                        .isEqualTo(it.open().isPresent()));
    }

    @Test
    void a_bug_of_the_field_names_faults_that_can_be_planted() {
        assertThat(bugs.bugs())
                .hasSizeGreaterThanOrEqualTo(12)
                .allSatisfy(
                        bug -> assertThat(bug.faults().size() + bug.explored().size())
                                .as("the faults that make %s again", bug.report())
                                .isPositive());
        assertThat(bugs.unknownFaults()).isEmpty();
    }

    @Test
    void every_step_has_an_example() {
        assertThat(steps.definitions().stream().flatMap(chapter -> chapter.steps().stream()))
                .isNotEmpty()
                .allSatisfy(step -> assertThat(steps.example(step))
                        .as("a use of \"%s\" in a feature file", step.pattern())
                        .isPresent());
    }

    @Test
    void every_step_of_a_scenario_is_on_the_page() {
        List<String> known = steps.definitions().stream()
                .flatMap(chapter -> chapter.steps().stream())
                .map(StepsPage.Definition::pattern)
                .toList();
        assertThat(catalog.scenarios().stream().flatMap(scenario -> scenario.steps().stream()))
                .isNotEmpty()
                .allSatisfy(step -> assertThat(step.pattern())
                        .as("the step \"%s\"", step.text())
                        .hasValueSatisfying(pattern -> assertThat(known).contains(pattern)));
    }

    @Test
    void the_pages_are_not_stale() throws IOException {
        assertThat(Files.readString(DOCS.resolve("coverage.md")))
                .as("docs/coverage.md; ./brownout coverage writes it anew")
                .isEqualTo(coverage.text());
        assertThat(Files.readString(DOCS.resolve("steps.md")))
                .as("docs/steps.md; ./brownout steps writes it anew")
                .isEqualTo(steps.text());
        assertThat(Files.readString(DOCS.resolve("field-bugs.md")))
                .as("docs/field-bugs.md; ./brownout field-bugs writes it anew")
                .isEqualTo(bugs.text());
    }

    static List<Path> featureFiles() {
        try (Stream<Path> files = Files.list(Path.of("").toAbsolutePath())) {
            return files.filter(file -> file.toString().endsWith(".feature")).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
