package io.brownout.cli;

import io.brownout.board.HarnessException;
import io.brownout.card.CardBus;
import io.brownout.card.FaultKind;
import io.brownout.card.FaultKinds;
import io.brownout.card.FaultParameter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Lists the faults that a card can have. */
@Command(
        name = "cards",
        description = {
            "Lists the faults that a card can have: parameters with what is preset, where each has been seen, what it does on which board, and the scenarios that show it.",
            "A card profile is written from them: window:commands=8+torn-page:page=8KiB; see docs/cards.md."
        })
final class CardsCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Write a JSON list instead.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CardScenarios scenarios = scenarios();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            List<Map<String, Object>> faults = FaultKinds.all().stream()
                    .map(kind -> described(kind, scenarios.of(kind)))
                    .toList();
            out.println(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(faults));
        } else {
            FaultKinds.all().forEach(kind -> tell(kind, scenarios.of(kind), out));
        }
        out.flush();
        return 0;
    }

    private static CardScenarios scenarios() {
        Path features = Home.path().resolve("features");
        try {
            return CardScenarios.in(features);
        } catch (IOException e) {
            throw new HarnessException("cannot read the feature files in %s: %s".formatted(features, e), e);
        }
    }

    private static void tell(FaultKind kind, List<String> scenarios, PrintWriter out) {
        out.println(kind.name());
        line(out, "does", kind.effect());
        kind.parameters().forEach(parameter -> line(out, parameter.name(), written(parameter)));
        for (CardBus bus : CardBus.values()) {
            line(
                    out,
                    bus.boards(),
                    (kind.on(bus).bites() ? "bites: " : "no: ") + kind.on(bus).how());
        }
        line(out, "seen", kind.seen());
        scenarios.forEach(scenario -> line(out, "shown by", scenario));
    }

    private static void line(PrintWriter out, String what, String text) {
        out.printf("    %-10s %s%n", what, text);
    }

    private static String written(FaultParameter parameter) {
        List<String> parts = new ArrayList<>(List.of(parameter.meaning()));
        if (!parameter.choices().isEmpty()) {
            parts.add("one of " + String.join(", ", parameter.choices()));
        }
        parts.add(parameter.preset().isEmpty() ? "not set" : "preset " + parameter.preset());
        return String.join("; ", parts);
    }

    private static Map<String, Object> described(FaultKind kind, List<String> scenarios) {
        Map<String, Object> fault = new LinkedHashMap<>();
        fault.put("name", kind.name());
        fault.put("effect", kind.effect());
        fault.put(
                "parameters",
                kind.parameters().stream().map(CardsCommand::described).toList());
        Map<String, Object> boards = new LinkedHashMap<>();
        for (CardBus bus : CardBus.values()) {
            boards.put(bus.boards(), kind.on(bus));
        }
        fault.put("boards", boards);
        fault.put("seen", kind.seen());
        fault.put("scenarios", scenarios);
        return fault;
    }

    private static Map<String, Object> described(FaultParameter parameter) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", parameter.name());
        described.put("type", parameter.type().name().toLowerCase(java.util.Locale.ROOT));
        described.put("preset", parameter.preset());
        described.put("choices", parameter.choices());
        described.put("meaning", parameter.meaning());
        return described;
    }
}
