package io.brownout.card;

/** Thrown through the server when the card has no power any more: the request that meets it is never answered. */
final class PowerGoneException extends RuntimeException {
    PowerGoneException() {
        super("the card has no power", null, false, false); // No stack: it is a signal, thrown once per connection.
    }
}
