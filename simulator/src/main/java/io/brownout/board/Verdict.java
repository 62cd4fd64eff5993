package io.brownout.board;

/** How a whole run ended. */
public enum Verdict {
    /** Every scenario that was run passed, and at least one was run. Exit code 0. */
    PASSED(0),
    /** At least one scenario failed, or a mutant survived. Exit code 1. */
    FAILED(1),
    /** The harness could not do its work. Exit code 3. */
    ERROR(3),
    /** Somebody ended the run before it was done. Exit code 3. */
    INTERRUPTED(3);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Returns the exit code of the process; 2, for wrong usage, belongs to no run. */
    public int exitCode() {
        return exitCode;
    }
}
