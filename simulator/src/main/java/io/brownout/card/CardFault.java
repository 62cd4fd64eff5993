package io.brownout.card;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * One way in which a card fails whoever trusts it. A {@link CardProfile} is a set of them.
 *
 * <p>A value: immutable, and its decisions depend on nothing but what happens to the card and on random numbers that come from the card's seed.
 */
public sealed interface CardFault permits PowerLossFault, LiveFault, LyingFlush {
    /** Returns what is known of its kind. */
    FaultKind kind();

    /** Returns its parameters as they are written, in the order in which {@link FaultKind#parameters} has them. */
    Map<String, String> parameters();

    /** Writes it so that {@link CardProfile#parse} reads it again, every parameter that is set included: what is preset may change, what a run was is told by this. */
    default String written() {
        String parameters = parameters().entrySet().stream()
                .map(it -> it.getKey() + "=" + it.getValue())
                .collect(Collectors.joining(","));
        return parameters.isEmpty() ? kind().name() : kind().name() + ":" + parameters;
    }
}
