package io.brownout.qemu;

import io.brownout.board.CardMedium;
import io.brownout.board.CardSlot;
import io.brownout.board.EventSource;
import io.brownout.board.RunEvent.CardInserted;
import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.card.CardBus;
import io.brownout.card.CardProfile;
import io.brownout.card.FaultKind;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The card slot of an emulated board: takes glass cards of a size that the board's controller knows. Safe for any thread. */
final class QemuCardSlot implements CardSlot {
    private final BoardModel model;
    private final EventSource events;
    private final BooleanSupplier powered;
    private @Nullable Card card;

    QemuCardSlot(BoardModel model, EventSource events, BooleanSupplier powered) {
        this.model = model;
        this.events = events;
        this.powered = powered;
    }

    @Override
    public synchronized Optional<CardMedium> card() {
        return Optional.ofNullable(card);
    }

    @Override
    public synchronized void insert(CardMedium medium) {
        requireOff("insert a card");
        if (card != null) {
            throw new UsageException("the slot holds card %s; eject it first".formatted(card.name()));
        }
        if (!(medium instanceof Card glass)) {
            throw new UsageException("%s is no emulated card; board %s takes those made with Card.of"
                    .formatted(medium.name(), model.name()));
        }
        if (model.cardSize() == BoardModel.CardSizeRule.POWER_OF_TWO && Long.bitCount(medium.sizeBytes()) != 1) {
            throw new UsageException("card %s presents %d bytes; board %s takes powers of two only"
                    .formatted(medium.name(), medium.sizeBytes(), model.name()));
        }
        requireBite(glass.profile());
        card = glass;
        events.publish(new CardInserted(
                events.now(),
                events.scenario(),
                events.board(),
                glass.profile().name(),
                glass.profile().effectsOn(model.card().bus())));
    }

    /** A run with a fault that cannot show would prove nothing, and look as if it had. */
    private void requireBite(CardProfile profile) {
        CardBus bus = model.card().bus();
        for (FaultKind fault : profile.toothlessOn(bus)) {
            throw new UsageException(
                    "the card fault %s can do nothing on board %s: %s; leave it out, or take another board"
                            .formatted(fault, model.name(), fault.on(bus).how()));
        }
    }

    @Override
    public synchronized CardMedium eject() {
        requireOff("eject the card");
        Card ejected = inserted();
        card = null;
        return ejected;
    }

    /** Returns the card; {@link UsageException} if the slot is empty. */
    synchronized Card inserted() {
        if (card == null) {
            throw new UsageException("board %s has no card in its slot; insert one first".formatted(model.name()));
        }
        return card;
    }

    private void requireOff(String what) {
        if (powered.getAsBoolean()) {
            throw new UsageException("cannot %s while the board has power; cut it first".formatted(what));
        }
    }
}
