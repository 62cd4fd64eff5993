package io.brownout.features;

import io.brownout.board.UsageException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is asked of an update about every power cut. */
public enum UpdateQuestion {
    /** The release is good: the device settles on the old one or on the new one, whole. */
    SETTLES,
    /** The release is good: the device has it in the end, without anybody's help. */
    ARRIVES,
    /** The release is bad, and was given up: the device settles on the old one. */
    GIVES_UP;

    /** Returns how people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads one; {@link UsageException} that lists them if there is none of that name. */
    public static UpdateQuestion named(String word) {
        return Arrays.stream(values())
                .filter(it -> it.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown question \"%s\", expected one of %s"
                        .formatted(
                                word,
                                Arrays.stream(values())
                                        .map(UpdateQuestion::word)
                                        .collect(Collectors.joining(", ")))));
    }
}
