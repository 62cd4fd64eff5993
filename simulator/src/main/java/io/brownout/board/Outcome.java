package io.brownout.board;

/** How a step or a scenario ended. Skipped is never passed; an error of the harness is neither passed nor failed. */
public enum Outcome {
    /** Everything it claims was seen. */
    PASSED,
    /** The device did not do what is claimed. */
    FAILED,
    /** It was not run; the reason says why. */
    SKIPPED,
    /** The harness could not do its work. */
    ERROR
}
