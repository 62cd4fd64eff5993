package io.brownout.card;

import io.brownout.board.ByteSize;
import io.brownout.board.UsageException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that can be chosen about a fault.
 *
 * @param name as it is written, for example {@code page}
 * @param type what its values are
 * @param choices the words it can be, if there are any; else empty
 * @param preset its value where none is written; empty if it is then not set
 * @param meaning what it decides, in a few words
 */
public record FaultParameter(String name, Type type, List<String> choices, String preset, String meaning) {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s)");
    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

    /** What a count is that has no end. */
    static final String ALL = "all";

    /** What the values of a parameter are. */
    public enum Type {
        /** A {@link ByteSize}. */
        SIZE,
        /** A time, {@code 250ms} or {@code 2s}. */
        TIME,
        /** A whole number, or a word that stands for one. */
        COUNT,
        /** One of some words. */
        WORD
    }

    /** Copies the words. */
    public FaultParameter {
        choices = List.copyOf(choices);
    }

    static FaultParameter size(String name, String preset, String meaning) {
        return new FaultParameter(name, Type.SIZE, List.of(), preset, meaning);
    }

    static FaultParameter time(String name, String preset, String meaning) {
        return new FaultParameter(name, Type.TIME, List.of(), preset, meaning);
    }

    static FaultParameter count(String name, String preset, String meaning) {
        return new FaultParameter(name, Type.COUNT, List.of(), preset, meaning);
    }

    /** A count that may be {@link #ALL}. */
    static FaultParameter countOrAll(String name, String preset, String meaning) {
        return new FaultParameter(name, Type.COUNT, List.of(ALL), preset, meaning);
    }

    /** A parameter that is one of the constants, in lower case; the first one is its preset. */
    static FaultParameter word(String name, Enum<?>[] constants, String meaning) {
        List<String> words =
                List.of(constants).stream().map(FaultParameter::written).toList();
        return new FaultParameter(name, Type.WORD, words, words.getFirst(), meaning);
    }

    /** Writes a constant as a word. */
    static String written(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Writes a time so that {@link #time(String)} reads it again. */
    static String written(Duration time) {
        long millis = time.toMillis();
        return millis != 0 && millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    /** Reads a time. */
    static Duration time(String text) {
        Matcher written = DURATION.matcher(text);
        if (!written.matches()) {
            throw new UsageException("expected a time such as 250ms or 2s, got \"%s\"".formatted(text));
        }
        long number = Long.parseLong(written.group(1));
        return written.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
    }

    /** Throws {@link UsageException} with what is expected if a text is no value of it. */
    void check(String text) {
        switch (type) {
            case SIZE -> ByteSize.parse(text);
            case TIME -> time(text);
            case COUNT -> {
                if (!COUNT.matcher(text).matches() && !choices.contains(text)) {
                    throw new UsageException("expected a whole number below 1000000000%s, got \"%s\""
                            .formatted(choices.isEmpty() ? "" : " or " + String.join(", ", choices), text));
                }
            }
            case WORD -> {
                if (!choices.contains(text)) {
                    throw new UsageException(
                            "expected one of %s, got \"%s\"".formatted(String.join(", ", choices), text));
                }
            }
        }
    }
}
