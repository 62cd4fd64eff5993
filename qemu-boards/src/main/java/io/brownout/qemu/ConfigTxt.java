package io.brownout.qemu;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a config.txt sets on one board.
 *
 * @param values the last value of each property, names in lower case; {@code initramfs} with the names of its files alone
 * @param notes one line for each thing that was seen and is not done here
 */
record ConfigTxt(Map<String, String> values, List<String> notes) {
    ConfigTxt {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        notes = List.copyOf(notes);
    }

    /** Reads the config.txt of a board on which the given filters hold, and what it includes. Without one the defaults hold, which is noted. */
    static ConfigTxt read(BootFiles files, Set<String> filters) throws BoardDarkException {
        ConfigTxtReader reader = new ConfigTxtReader(files, filters);
        reader.read("config.txt");
        return reader.result();
    }

    Optional<String> value(String property) {
        return Optional.ofNullable(values.get(property)).filter(value -> !value.isEmpty());
    }

    /** Says whether a property is a number other than nought. */
    boolean isOn(String property) {
        return value(property).filter(it -> !it.equals("0")).isPresent();
    }
}
