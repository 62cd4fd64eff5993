package io.brownout.nbd;

/** How an export tells the server that it does not do what it was asked for. Caught by the connection and seen by nobody else: no error of ours, and without a stack. */
public abstract sealed class NbdSignal extends RuntimeException permits NbdRefusal, PowerGoneException {
    NbdSignal(String message) {
        super(message, null, false, false);
    }
}
