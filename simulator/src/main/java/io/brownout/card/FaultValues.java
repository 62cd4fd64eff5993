package io.brownout.card;

import io.brownout.board.ByteSize;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was written for the parameters of a fault, completed by what holds where nothing is written. Each value has been checked by its parameter. */
final class FaultValues {
    private final FaultKind kind;
    private final Map<String, String> written;

    FaultValues(FaultKind kind, Map<String, String> written) {
        this.kind = kind;
        this.written = Map.copyOf(written);
    }

    private Optional<String> value(String name) {
        String text = written.containsKey(name)
                ? written.get(name)
                : kind.parameter(name).preset();
        return Optional.ofNullable(text).filter(it -> !it.isEmpty());
    }

    private String required(String name) {
        return value(name).orElseThrow(() -> new IllegalStateException("%s has no %s".formatted(kind.name(), name)));
    }

    /** Returns a count; {@code Integer.MAX_VALUE} if it has no end. */
    Optional<Integer> countIfSet(String name) {
        return value(name).map(it -> it.equals(FaultParameter.ALL) ? Integer.MAX_VALUE : Integer.parseInt(it));
    }

    Optional<Duration> timeIfSet(String name) {
        return value(name).map(FaultParameter::time);
    }

    Optional<ByteSize> sizeIfSet(String name) {
        return value(name).map(ByteSize::parse);
    }

    int count(String name) {
        return Integer.parseInt(required(name));
    }

    Duration time(String name) {
        return FaultParameter.time(required(name));
    }

    ByteSize size(String name) {
        return ByteSize.parse(required(name));
    }

    <E extends Enum<E>> E word(String name, Class<E> type) {
        return Enum.valueOf(type, required(name).toUpperCase(Locale.ROOT));
    }
}
