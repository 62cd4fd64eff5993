package io.brownout.card;

import io.brownout.board.UsageException;
import java.util.List;

/**
 * What kind of card it is: what of the writes it has acknowledged survives when the power goes, and what becomes of the one in flight.
 *
 * <p>A value: immutable, and its decisions depend on nothing but what {@link PowerLoss} tells and its random numbers, which come from the card's seed.
 */
public sealed interface CardProfile permits Ideal, TornCommand {
    /** Returns the card whose every acknowledged write survives, and nothing else. */
    static CardProfile ideal() {
        return new Ideal();
    }

    /** Returns the card that programs the sectors of a command one by one, and loses the rest of the command that the power loss interrupts. */
    static CardProfile tornCommand() {
        return new TornCommand(TornCommand.COMMON_COMMAND_SECTORS);
    }

    /** Returns all kinds there are, in the order in which they are explained. */
    static List<CardProfile> all() {
        return List.of(ideal(), tornCommand());
    }

    /**
     * Returns the kind with a name.
     *
     * @throws UsageException if there is none, with those there are
     */
    static CardProfile named(String name) {
        return all().stream()
                .filter(profile -> profile.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no card profile %s; known: %s"
                        .formatted(
                                name,
                                String.join(
                                        ", ",
                                        all().stream().map(CardProfile::name).toList()))));
    }

    /** Names it as feature files, reports and {@code ./brownout cards} do. */
    String name();

    /** Decides what the card holds after a loss of power. Called once for each, with the card's lock held: must not block. */
    Aftermath survivors(PowerLoss loss);
}
