package io.brownout.qemu;

import io.brownout.board.CardMedium;
import io.brownout.board.CardSlot;
import io.brownout.board.UsageException;
import io.brownout.card.Card;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The card slot of an emulated board: takes glass cards of a size that the board's controller knows. Safe for any thread. */
final class QemuCardSlot implements CardSlot {
    private final BoardModel model;
    private final BooleanSupplier powered;
    private @Nullable Card card;

    QemuCardSlot(BoardModel model, BooleanSupplier powered) {
        this.model = model;
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
        card = glass;
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
