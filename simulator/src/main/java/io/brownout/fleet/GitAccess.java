package io.brownout.fleet;

/** Who may use whose git remote. Safe for any thread. */
@FunctionalInterface
public interface GitAccess {
    /** What somebody may do with an application's remote. */
    sealed interface Right {
        /** The name or its secret is wrong. */
        record Unknown() implements Right {}

        /** There is such a user; the application is not theirs, or there is none. Which of both is nobody's business. */
        record None() implements Right {}

        /**
         * Push, and fetch what was pushed.
         *
         * @param builder builds in the name of whoever pushes
         */
        record Push(PushBuilder builder) implements Right {}
    }

    /** Says what a user may do. */
    Right right(String user, String secret, Application application);
}
