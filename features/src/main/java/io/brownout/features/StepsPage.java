package io.brownout.features;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The page {@code docs/steps.md}: each step that a feature file can use, with an example. What a step does is said by the comment of the method that runs it, so it is read from the sources.
 *
 * @param definitions by the classes that hold them
 * @param catalog of the feature files, for the examples
 */
public record StepsPage(List<Chapter> definitions, FeatureCatalog catalog) {
    private static final Pattern CLASS =
            Pattern.compile("/\\*\\*(?<comment>(?:[^*]|\\*(?!/))*)\\*/\\s*public final class (?<name>\\w+)");
    private static final Pattern STEP = Pattern.compile(
            "/\\*\\*(?<comment>(?:[^*]|\\*(?!/))*)\\*/\\s*@(?<keyword>Given|When|Then)\\(\\s*\"(?<step>(?:[^\"\\\\]|\\\\.)*)\"\\s*\\)");

    /**
     * The steps of a class.
     *
     * @param title what they are about
     */
    public record Chapter(String title, List<Definition> steps) {
        /** Copies the list. */
        public Chapter {
            steps = List.copyOf(steps);
        }
    }

    /**
     * A step.
     *
     * @param pattern its Cucumber expression
     * @param does what it does
     */
    public record Definition(String keyword, String pattern, String does) {}

    /** Copies the list. */
    public StepsPage {
        definitions = List.copyOf(definitions);
    }

    /** Reads the step classes of a folder. */
    public static StepsPage of(Path sources, FeatureCatalog catalog) {
        try (Stream<Path> files = Files.list(sources)) {
            List<Chapter> chapters = new ArrayList<>();
            for (Path file : files.filter(it -> it.toString().endsWith("Steps.java"))
                    .sorted()
                    .toList()) {
                chapters.add(chapter(Files.readString(file)));
            }
            return new StepsPage(chapters, catalog);
        } catch (IOException e) {
            throw new HarnessException("cannot read the step classes in %s: %s".formatted(sources, e), e);
        }
    }

    private static Chapter chapter(String source) {
        Matcher head = CLASS.matcher(source);
        String title = head.find() ? plain(head.group("comment")) : "Steps";
        List<Definition> steps = new ArrayList<>();
        Matcher step = STEP.matcher(source);
        while (step.find()) {
            steps.add(new Definition(
                    step.group("keyword"),
                    step.group("step").replace("\\\"", "\"").replace("\\\\", "\\"),
                    plain(step.group("comment"))));
        }
        return new Chapter(title, steps);
    }

    /** Javadoc without its marks. */
    private static String plain(String comment) {
        return comment.replaceAll("\\n\\s*\\*", " ")
                .replaceAll("\\{@code ([^}]*)\\}", "`$1`")
                .replaceAll("<[^>]*>", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** Returns the first use of a step in a feature file. */
    Optional<String> example(Definition definition) {
        return catalog.scenarios().stream()
                .flatMap(scenario -> scenario.steps().stream())
                .filter(step -> step.pattern().equals(Optional.of(definition.pattern())))
                .map(FeatureCatalog.Step::text)
                .findFirst();
    }

    /** Returns the page. */
    public String text() {
        StringBuilder page = new StringBuilder("""
                # Steps

                Written by `./brownout steps` from the step classes and the feature files. What stands in braces is yours to fill in: `{word}` has no white space, `{string}` stands in quotes, `{int}` and `{long}` are whole numbers.
                """);
        for (Chapter chapter : definitions) {
            page.append("\n## %s\n\n| step | what it does | for example |\n|---|---|---|\n"
                    .formatted(chapter.title().replaceFirst("\\.$", "")));
            chapter.steps()
                    .forEach(step -> page.append("| %s %s | %s | %s |\n"
                            .formatted(
                                    step.keyword(),
                                    step.pattern(),
                                    step.does(),
                                    example(step).orElse("(no scenario uses it)"))));
        }
        return page.toString();
    }
}
