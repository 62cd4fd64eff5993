package io.brownout.card;

import io.brownout.board.UsageException;
import io.brownout.board.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What kind of card it is: the faults it has, each at most once, in the order of {@link FaultKinds#all}. Without any it is ideal: every acknowledged write survives, and nothing else.
 *
 * <p>Written {@code window:commands=8,loses=any+torn-page:page=8KiB}; parameters that are left out have the values that {@code ./brownout cards} lists.
 *
 * @param faults what is wrong with it
 */
public record CardProfile(List<CardFault> faults) {
    static final String IDEAL = "ideal";

    /** Puts the faults in order; {@link UsageException} if one kind is there twice. */
    public CardProfile {
        faults = faults.stream()
                .sorted(Comparator.comparingInt(FaultKinds::order))
                .toList();
        Set<FaultKind> kinds = new HashSet<>();
        for (CardFault fault : faults) {
            if (!kinds.add(fault.kind())) {
                throw new UsageException("a card profile has the fault %s twice; name it once".formatted(fault.kind()));
            }
        }
    }

    /** Returns the card that keeps what it has acknowledged, against which the others are measured. */
    public static CardProfile ideal() {
        return new CardProfile(List.of());
    }

    /** Returns the card that programs the sectors of a command one by one, and loses the rest of the command that the power loss interrupts. */
    public static CardProfile tornCommand() {
        return parse(TornCommand.KIND.name());
    }

    /**
     * Reads a profile as it is written on a command line or a tag.
     *
     * @throws UsageException if it is none, with what is known
     */
    public static CardProfile parse(String text) {
        if (text.equals(IDEAL)) {
            return ideal();
        }
        List<CardFault> faults = new ArrayList<>();
        for (String fault : text.split("\\+", -1)) {
            faults.add(parseFault(fault));
        }
        return new CardProfile(faults);
    }

    /**
     * Returns the profile that a user named: as {@link #parse} reads it, or the path of a YAML file, which ends in {@code .yml} or {@code .yaml}.
     *
     * @throws UsageException if there is none, with what is known; for a file with its line
     */
    public static CardProfile named(String text) {
        return YamlValue.isFile(text) ? ProfileFile.read(Path.of(text)) : parse(text);
    }

    private static CardFault parseFault(String text) {
        int colon = text.indexOf(':');
        FaultKind kind = FaultKinds.named(colon < 0 ? text : text.substring(0, colon));
        Map<String, String> written = new LinkedHashMap<>();
        if (colon >= 0) {
            for (String pair : text.substring(colon + 1).split(",", -1)) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw new UsageException(
                            "expected parameters of %s such as %s, got \"%s\"".formatted(kind, example(kind), pair));
                }
                if (written.put(pair.substring(0, equals), pair.substring(equals + 1)) != null) {
                    throw new UsageException("%s has \"%s\" twice".formatted(kind, pair.substring(0, equals)));
                }
            }
        }
        return kind.make(written);
    }

    private static String example(FaultKind kind) {
        return kind.parameters().stream()
                .findFirst()
                .map(it -> it.name() + "=" + it.preset())
                .orElse("none, since it has none");
    }

    /** Returns the profile that has the faults of both; {@link UsageException} if they share a kind. */
    public CardProfile plus(CardProfile other) {
        List<CardFault> both = new ArrayList<>(faults);
        both.addAll(other.faults);
        return new CardProfile(both);
    }

    /** Writes it in full, so that {@link #parse} reads it again: how feature files, events and reports name it. */
    public String name() {
        return faults.isEmpty()
                ? IDEAL
                : faults.stream().map(CardFault::written).collect(Collectors.joining("+"));
    }

    @Override
    public String toString() {
        return name();
    }

    /** Says in one sentence for each fault what it does over a bus, or why it does nothing there. */
    public List<String> effectsOn(CardBus bus) {
        return faults.stream()
                .map(fault ->
                        "%s: %s".formatted(fault.kind(), fault.kind().on(bus).how()))
                .toList();
    }

    /** Returns the faults that can do nothing over a bus. */
    public List<FaultKind> toothlessOn(CardBus bus) {
        return faults.stream()
                .map(CardFault::kind)
                .filter(kind -> !kind.on(bus).bites())
                .toList();
    }

    /** Says whether what a completed flush covers may be lost all the same. */
    boolean lies() {
        return faults.stream().anyMatch(LyingFlush.class::isInstance);
    }

    /** Decides what the card holds after a loss of power. Called once for each, with the card's lock held. */
    Aftermath survivors(PowerLoss loss) {
        Damage damage = new Damage(loss);
        for (CardFault fault : faults) {
            if (fault instanceof PowerLossFault striking) {
                striking.strike(loss, damage);
            }
        }
        return damage.aftermath();
    }
}
