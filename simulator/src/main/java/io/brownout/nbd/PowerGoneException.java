package io.brownout.nbd;

/** Thrown through the server when the card has no power any more: the request that meets it is never answered. */
public final class PowerGoneException extends NbdSignal {
    public PowerGoneException() {
        super("the card has no power");
    }
}
