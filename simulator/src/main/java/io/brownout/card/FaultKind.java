package io.brownout.card;

import io.brownout.board.UsageException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A kind of fault: how it is written, and what is known of it. */
public final class FaultKind {
    private final String name;
    private final String effect;
    private final List<FaultParameter> parameters;
    private final Function<FaultValues, CardFault> maker;
    private final String seen;
    private final Bite onSd;
    private final Bite onVirtio;

    FaultKind(
            String name,
            String effect,
            List<FaultParameter> parameters,
            Function<FaultValues, CardFault> maker,
            String seen,
            Bite onSd,
            Bite onVirtio) {
        this.name = name;
        this.effect = effect;
        this.parameters = List.copyOf(parameters);
        this.maker = maker;
        this.seen = seen;
        this.onSd = onSd;
        this.onVirtio = onVirtio;
    }

    /** Returns its name, for example {@code torn-page}. */
    public String name() {
        return name;
    }

    /** Says in one sentence what a card with it does. */
    public String effect() {
        return effect;
    }

    /** Returns what can be chosen about it. */
    public List<FaultParameter> parameters() {
        return parameters;
    }

    /** Says where it has been observed: a paper, a driver, a standard. */
    public String seen() {
        return seen;
    }

    /** Says what it does over a bus, or why it does nothing there. */
    public Bite on(CardBus bus) {
        return switch (bus) {
            case SD -> onSd;
            case VIRTIO -> onVirtio;
        };
    }

    FaultParameter parameter(String wanted) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(wanted))
                .findFirst()
                .orElseThrow(
                        () -> new UsageException("%s has no parameter \"%s\"; %s".formatted(name, wanted, known())));
    }

    private String known() {
        List<String> names = parameters.stream().map(FaultParameter::name).toList();
        return names.isEmpty() ? "it has none" : "it has " + String.join(", ", names);
    }

    /**
     * Makes a fault of this kind; what is not written is preset.
     *
     * @throws UsageException if a parameter is unknown, or a value is none of its
     */
    CardFault make(Map<String, String> written) {
        written.forEach(this::check);
        try {
            return maker.apply(new FaultValues(this, written));
        } catch (IllegalArgumentException e) {
            throw new UsageException("%s: %s".formatted(name, e.getMessage()), e);
        }
    }

    void check(String parameter, String value) {
        FaultParameter checked = parameter(parameter);
        try {
            checked.check(value);
        } catch (UsageException e) {
            throw new UsageException("%s of %s: %s".formatted(parameter, name, e.getMessage()), e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
