package io.brownout.cli;

import io.brownout.board.BrownoutException;
import io.brownout.board.ConsoleClosedException;
import io.brownout.board.ConsoleTimeoutException;
import io.brownout.board.HarnessException;
import io.brownout.board.Verdict;
import picocli.CommandLine.Model.CommandSpec;

/** The work of a command that writes a run folder, in a session of its own. Whatever ends it, the run folder says so as plainly as the terminal does. */
final class Recorded {
    /** What a command does. */
    @FunctionalInterface
    interface Work {
        /** Does it and returns the exit code. */
        int in(RunSession session);
    }

    private Recorded() {}

    /** Does a command's work, its progress on standard error. */
    static int run(CommonOptions common, CommandSpec spec, Work work) {
        return run(common, spec, Progress.onStandardError(), work);
    }

    /** Does a command's work. A device that did not say what was waited for has failed: exit code 1. One that said nothing at all was never seen, and nothing can be said of it. */
    static int run(CommonOptions common, CommandSpec spec, Progress progress, Work work) {
        try (RunSession session = RunSession.begin(common.out(), Invocation.of(spec), common.seed(), progress)) {
            try {
                return work.in(session);
            } catch (BrownoutException e) {
                session.broke(String.valueOf(e.getMessage()));
                throw e;
            } catch (ConsoleClosedException e) {
                return failed(session, e);
            } catch (ConsoleTimeoutException e) {
                if (!e.silent()) {
                    return failed(session, e);
                }
                HarnessException deaf = new HarnessException(
                        "%s; name the board's serial port as console on the kernel's command line, or wait longer"
                                .formatted(oneLine(e)),
                        e);
                session.broke(String.valueOf(deaf.getMessage()));
                throw deaf;
            }
        }
    }

    private static int failed(RunSession session, AssertionError why) {
        return session.finish(Verdict.FAILED, String.valueOf(why.getMessage()), System.err);
    }

    private static String oneLine(AssertionError error) {
        return String.valueOf(error.getMessage()).replaceAll("\\s+", " ");
    }
}
