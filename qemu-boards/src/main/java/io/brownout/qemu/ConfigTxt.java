package io.brownout.qemu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a config.txt sets on one board.
 *
 * <p>Follows the Raspberry Pi documentation, "config.txt" (file format, {@code include}) and its chapter "Conditional filters": a filter holds until the next of its kind; {@code [all]} ends
 * them all; {@code [none]} lets nothing through. Kinds other than the model (serial number, EDID, GPIO, board type, boot partition, tryboot) never match on an emulated board, which is noted.
 *
 * @param values the last value of each property, names in lower case
 * @param notes one line for each thing that was seen and is not done here
 */
record ConfigTxt(Map<String, String> values, List<String> notes) {
    private static final Set<String> MODELS = Set.of(
            "pi0", "pi0w", "pi02", "pi1", "pi2", "pi3", "pi3+", "pi4", "pi400", "pi5", "pi500", "cm0", "cm1", "cm3",
            "cm3+", "cm4", "cm4s", "cm5", "virt");

    ConfigTxt {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
        notes = List.copyOf(notes);
    }

    /** Reads the text of a config.txt for a board on which the given filters hold. */
    static ConfigTxt parse(String text, Set<String> filters) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        boolean modelHolds = true;
        boolean othersHold = true;
        for (String untrimmed : text.split("\r?\n|\r")) {
            String line = untrimmed.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                String filter = line.substring(1, line.length() - 1).strip().toLowerCase(Locale.ROOT);
                if (filter.equals("all")) {
                    modelHolds = true;
                    othersHold = true;
                } else if (MODELS.contains(filter) || filter.equals("none")) {
                    modelHolds = filters.contains(filter);
                } else {
                    othersHold = false;
                    notes.add("the filter [%s] never holds on an emulated board".formatted(filter));
                }
            } else if (modelHolds && othersHold) {
                set(line, values, notes);
            }
        }
        return new ConfigTxt(values, notes);
    }

    private static void set(String line, Map<String, String> values, List<String> notes) {
        String word = line.split("[ =]", 2)[0].toLowerCase(Locale.ROOT);
        switch (word) {
            case "initramfs", "include" -> notes.add("\"%s\" is not followed on an emulated board".formatted(line));
            default -> {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    values.put(
                            line.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                            line.substring(equals + 1).strip());
                }
            }
        }
    }

    Optional<String> value(String property) {
        return Optional.ofNullable(values.get(property)).filter(value -> !value.isEmpty());
    }
}
