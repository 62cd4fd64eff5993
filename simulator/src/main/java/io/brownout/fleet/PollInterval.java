package io.brownout.fleet;

import java.time.Duration;
import java.util.Map;

/** How often devices ask for their target: what config variables say, and what the API makes of it. */
final class PollInterval {
    private static final String NAME = "SUPERVISOR_POLL_INTERVAL";

    /** Devices are not let ask more often (balena's API, measured). */
    private static final Duration LEAST = Duration.ofMinutes(10);

    /** That of a supervisor that is told nothing. */
    private static final Duration DEFAULT = Duration.ofMinutes(15);

    private PollInterval() {}

    /** Says whether a config variable is this one, under its old name or its new. */
    static boolean isName(String variable) {
        return variable.equals("RESIN_" + NAME) || variable.equals("BALENA_" + NAME);
    }

    /** Returns what a device is told in the place of a variable's value. */
    static String raised(String value) {
        return String.valueOf(Math.max(milliseconds(value), LEAST.toMillis()));
    }

    private static long milliseconds(String value) {
        try {
            return Long.parseLong(value.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Returns that of a device with a configuration, as it is told. */
    static Duration of(Map<String, String> config) {
        return config.entrySet().stream()
                .filter(it -> isName(it.getKey()))
                .map(it -> Duration.ofMillis(milliseconds(it.getValue())))
                .findFirst()
                .orElse(DEFAULT);
    }
}
