package io.brownout.cli;

import io.brownout.card.CardSummary;
import io.brownout.card.RequestKind;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Says what a card's journal holds. */
@Command(
        name = "info",
        description =
                "Says what a card's journal holds: what the card began as, how often what was asked of it, how much went to which partition, and what was noted.")
final class CardInfoCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions journal = new JournalOptions();

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        CardSummary summary = CardSummary.of(journal.history());
        System.out.println(json ? new JsonMapper().writeValueAsString(summary) : described(summary));
        return 0;
    }

    private static String described(CardSummary summary) {
        StringBuilder text = new StringBuilder();
        line(text, "card", "%s, %d bytes".formatted(summary.card(), summary.cardBytes()));
        line(text, "began as", summary.base());
        line(
                text,
                "began",
                "%s, spans %.3f s".formatted(summary.began(), summary.span().toMillis() / 1000.0));
        line(text, "records", described(summary.records()) + (summary.torn() ? "; a torn one stands behind them" : ""));
        line(text, "states", "after-0 to after-%d".formatted(summary.writes()));
        line(text, "content", "%d bytes, %d kept".formatted(summary.contentBytes(), summary.keptBytes()));
        summary.usage()
                .bytes()
                .forEach((partition, bytes) -> line(
                        text,
                        "written",
                        "%s: %d bytes in %d writes"
                                .formatted(
                                        partition,
                                        bytes,
                                        summary.usage().writes().getOrDefault(partition, 0L))));
        summary.marks()
                .forEach(mark -> line(text, "mark", "after-%d %s %s".formatted(mark.write(), mark.at(), mark.text())));
        return text.toString().stripTrailing();
    }

    private static String described(Map<RequestKind, Long> records) {
        return records.entrySet().stream()
                .map(entry -> "%d %s".formatted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append("%-9s %s%n".formatted(what, value));
    }
}
