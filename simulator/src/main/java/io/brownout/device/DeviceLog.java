package io.brownout.device;

/** Takes what happens on a device, one line an event. Safe for any thread. */
interface DeviceLog {
    /** Takes one line without its end. */
    void line(String line);

    /**
     * Logs an event as {@code event=NAME key=value …}; a value with spaces is quoted.
     *
     * @param keysAndValues in turn
     */
    default void event(String name, Object... keysAndValues) {
        StringBuilder line = new StringBuilder("event=").append(name);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            line.append(' ').append(keysAndValues[i]).append('=').append(quoted(String.valueOf(keysAndValues[i + 1])));
        }
        line(line.toString());
    }

    private static String quoted(String value) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c != '"' && c != '=')) {
            return value;
        }
        StringBuilder out = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c < ' ' ? ' ' : (char) c);
        });
        return out.append('"').toString();
    }
}
