package io.brownout.fleet;

/** Thrown when what was pushed cannot be built; the message says why, in a line for whoever has pushed. */
public final class BuildFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public BuildFailedException(String reason) {
        super(reason);
    }
}
