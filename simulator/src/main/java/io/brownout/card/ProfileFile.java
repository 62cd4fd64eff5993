package io.brownout.card;

import io.brownout.board.UsageException;
import io.brownout.board.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a card profile from a YAML file: its faults by name, each with its parameters. What it does not know is an error, with its line. */
final class ProfileFile {
    private static final String FAULTS = "faults";
    private static final String SEEN = "seen";

    private ProfileFile() {}

    /**
     * Reads a file.
     *
     * @throws UsageException if it cannot be read, or holds no profile, with the line and what was expected
     */
    static CardProfile read(Path file) {
        YamlValue root = YamlValue.read(file, "a card profile");
        Map<String, YamlValue> top = root.entries(List.of(FAULTS, SEEN), "a card profile");
        YamlValue faults = top.get(FAULTS);
        if (faults == null) {
            throw root.wrong("expected the key \"%s\" with the faults of the card".formatted(FAULTS));
        }
        YamlValue seen = top.get(SEEN);
        if (seen != null) {
            seen.text();
        }
        List<CardFault> made = new ArrayList<>();
        faults.entries(List.of(), FAULTS).forEach((name, parameters) -> made.add(fault(name, parameters)));
        return new CardProfile(made);
    }

    private static CardFault fault(String name, YamlValue parameters) {
        FaultKind kind = parameters.at(() -> FaultKinds.named(name));
        Map<String, String> written = new LinkedHashMap<>();
        if (!parameters.isNothing()) {
            parameters.entries(List.of(), name).forEach((parameter, value) -> {
                String text = value.text();
                value.at(() -> {
                    kind.check(parameter, text);
                    return kind;
                });
                written.put(parameter, text);
            });
        }
        return parameters.at(() -> kind.make(written));
    }
}
