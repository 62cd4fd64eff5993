package io.brownout.board;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of the small language in which Brownout's images tell their console what happened; see {@code docs/device-report.md}.
 *
 * @param event what happened, for example {@code running}
 * @param values the keys of the line with their values, in the line's order
 */
public record DeviceReport(String event, Map<String, String> values) {
    /** With which each report begins. */
    public static final String MARKER = "device-report: ";

    private static final Pattern LINE = Pattern.compile(MARKER + "([a-z][a-z-]*)((?: [a-z][a-z0-9-]*=\\S*)*)\\s*$");

    /** Copies the values. */
    public DeviceReport {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Reads a console line; empty if it is not in the language. Whatever stands before the marker (a kernel's time stamp) is ignored. */
    public static Optional<DeviceReport> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : matcher.group(2).strip().split(" ")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return Optional.of(new DeviceReport(matcher.group(1), values));
    }

    /** Returns the value of a key. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Says whether it is this event and, for each {@code key=value} given, has that value. */
    public boolean is(String expectedEvent, String... pairs) {
        if (!event.equals(expectedEvent)) {
            return false;
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (!pair.substring(equals + 1).equals(values.get(pair.substring(0, equals)))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(event);
        values.forEach((key, value) -> line.append(' ').append(key).append('=').append(value));
        return line.toString();
    }
}
