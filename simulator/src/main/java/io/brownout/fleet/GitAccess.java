package io.brownout.fleet;

/** Who may use whose git remote. Safe for any thread. */
@FunctionalInterface
public interface GitAccess {
    /** What somebody may do with an application's remote. */
    enum Right {
        /** The name or its secret is wrong. */
        UNKNOWN,
        /** There is such a user; the application is not theirs, or there is none. Which of both is nobody's business. */
        NONE,
        /** Push, and fetch what was pushed. */
        PUSH
    }

    /** Says what a user may do. */
    Right right(String user, String secret, Application application);
}
