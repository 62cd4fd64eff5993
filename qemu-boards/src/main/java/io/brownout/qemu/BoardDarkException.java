package io.brownout.qemu;

/** Says why a board stays dark: the firmware finds nothing on the card that it could start. Never leaves this package. */
final class BoardDarkException extends Exception {
    BoardDarkException(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
