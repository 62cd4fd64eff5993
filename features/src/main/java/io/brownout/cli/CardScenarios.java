package io.brownout.cli;

import io.brownout.card.CardProfile;
import io.brownout.card.FaultKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which scenarios run on a card with which faults, as the tags in the feature files say. */
final class CardScenarios {
    private static final Pattern TAG = Pattern.compile("@card:(\\S+)");
    private static final Pattern SCENARIO = Pattern.compile("\\s*Scenario(?: Outline)?:\\s*(.*)");

    private final List<OnCard> scenarios;

    /** A scenario and its card. */
    private record OnCard(String scenario, CardProfile profile) {}

    private CardScenarios(List<OnCard> scenarios) {
        this.scenarios = scenarios;
    }

    static CardScenarios in(Path folder) throws IOException {
        List<OnCard> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".feature"))
                    .sorted()
                    .toList()) {
                read(file, found);
            }
        }
        return new CardScenarios(found);
    }

    /** Tags stand above a scenario, or above the examples of the outline that came last. */
    private static void read(Path file, List<OnCard> found) throws IOException {
        String outline = "";
        CardProfile profile = CardProfile.ideal();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            Matcher tag = TAG.matcher(line);
            Matcher scenario = SCENARIO.matcher(line);
            if (line.strip().startsWith("@") && tag.find()) {
                profile = CardProfile.named(tag.group(1));
            } else if (scenario.matches()) {
                outline = scenario.group(1);
                found.add(new OnCard(place(file, number, outline), profile));
                profile = CardProfile.ideal();
            } else if (line.strip().startsWith("Examples:")) {
                found.add(new OnCard(place(file, number, outline), profile));
                profile = CardProfile.ideal();
            }
        }
    }

    private static String place(Path file, int line, String scenario) {
        return "features/%s:%d %s".formatted(file.getFileName(), line, scenario);
    }

    /** Returns the scenarios that run on a card with a fault. */
    List<String> of(FaultKind kind) {
        return scenarios.stream()
                .filter(it -> it.profile().faults().stream().anyMatch(fault -> fault.kind() == kind))
                .map(OnCard::scenario)
                .toList();
    }
}
