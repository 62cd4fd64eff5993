package io.brownout.qemu;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a config.txt line by line, and the files that it includes in their place.
 *
 * <p>Follows the Raspberry Pi documentation, "config.txt" (file format, {@code include}) and its chapter "Conditional filters": a filter holds until the next of its kind; {@code [all]} ends
 * them all; {@code [none]} lets nothing through. Kinds other than the model (serial number, EDID, GPIO, board type, boot partition, tryboot) never match on an emulated board, which is noted.
 */
final class ConfigTxtReader {
    private static final Set<String> MODELS = Set.of(
            "pi0", "pi0w", "pi02", "pi1", "pi2", "pi3", "pi3+", "pi4", "pi400", "pi5", "pi500", "cm0", "cm1", "cm3",
            "cm3+", "cm4", "cm4s", "cm5", "virt");
    /** A file that includes itself is read so often and no more. */
    private static final int DEPTH = 8;

    private final BootFiles files;
    private final Set<String> filters;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private boolean modelHolds = true;
    private boolean othersHold = true;
    private int depth;

    ConfigTxtReader(BootFiles files, Set<String> filters) {
        this.files = files;
        this.filters = Set.copyOf(filters);
    }

    /** Reads a file, in addition to what was read before. */
    void read(String name) throws BoardDarkException {
        Optional<byte[]> content = depth < DEPTH ? files.read(name) : Optional.empty();
        if (content.isEmpty()) {
            notes.add(
                    depth == 0
                            ? "there is no %s; the defaults hold".formatted(name)
                            : "the included file %s is not there".formatted(name));
            return;
        }
        depth++;
        for (String line : new String(content.get(), StandardCharsets.ISO_8859_1).split("\r?\n|\r")) {
            take(line.strip());
        }
        depth--;
    }

    ConfigTxt result() {
        return new ConfigTxt(values, notes);
    }

    private void take(String line) throws BoardDarkException {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (line.startsWith("[") && line.endsWith("]")) {
            filter(line.substring(1, line.length() - 1).strip().toLowerCase(Locale.ROOT));
        } else if (modelHolds && othersHold) {
            set(line);
        }
    }

    private void filter(String filter) {
        if (filter.equals("all")) {
            modelHolds = true;
            othersHold = true;
        } else if (MODELS.contains(filter) || filter.equals("none")) {
            modelHolds = filters.contains(filter);
        } else {
            othersHold = false;
            notes.add("the filter [%s] never holds on an emulated board".formatted(filter));
        }
    }

    private void set(String line) throws BoardDarkException {
        String[] words = line.split("\\s+");
        switch (words[0].toLowerCase(Locale.ROOT)) {
            case "include" -> include(words);
            // The one setting without an equals sign. Where it lands is QEMU's choice, which is free of the kernel.
            case "initramfs" -> values.put("initramfs", words.length > 1 ? words[1] : "");
            default -> {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    put(
                            line.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                            line.substring(equals + 1).strip());
                }
            }
        }
    }

    private void include(String[] words) throws BoardDarkException {
        if (words.length > 1) {
            read(words[1]);
        }
    }

    private void put(String property, String value) {
        if (property.equals("dtoverlay") && !value.isEmpty()) {
            notes.add("the overlay %s is not applied on an emulated board".formatted(value));
        }
        values.put(property, value);
    }
}
