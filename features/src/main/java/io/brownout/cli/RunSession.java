package io.brownout.cli;

import io.brownout.board.EventLog;
import io.brownout.board.EventSink;
import io.brownout.board.RunEvent;
import io.brownout.board.Verdict;
import io.brownout.features.Lifetimes;
import io.brownout.reports.RunReports;
import io.brownout.reports.RunResult;
import io.brownout.reports.RunSummary;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One command at work: its run folder, its events, everything that must not outlive it, and its report. Ctrl-C and SIGTERM end all of it and still write the report.
 */
final class RunSession implements AutoCloseable {
    private final RunFolder folder;
    private final EventLog log;
    private final Tally tally = new Tally();
    private final Progress progress;
    private final EventSink sink;
    private final InstantSource clock;
    private final Lifetimes lifetimes = new Lifetimes();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final Thread interruption = new Thread(this::interrupted, "brownout-interruption");

    private RunSession(RunFolder folder, Progress progress, InstantSource clock) {
        this.folder = folder;
        this.progress = progress;
        this.clock = clock;
        this.log = EventLog.create(folder.path().resolve("events.ndjson"));
        this.sink = log.and(tally).and(progress);
    }

    /** Begins a session and says so in its events. */
    static RunSession begin(Path out, List<String> command, long seed, Progress progress) {
        InstantSource clock = InstantSource.system();
        RunSession session =
                new RunSession(RunFolder.create(out, command.getFirst(), clock.instant()), progress, clock);
        Runtime.getRuntime().addShutdownHook(session.interruption);
        session.sink.publish(new RunEvent.RunStarted(clock.instant(), command, seed, Version.text(), Host.described()));
        return session;
    }

    Path folder() {
        return folder.path();
    }

    EventSink sink() {
        return sink;
    }

    Tally tally() {
        return tally;
    }

    Progress progress() {
        return progress;
    }

    InstantSource clock() {
        return clock;
    }

    Lifetimes lifetimes() {
        return lifetimes;
    }

    /** Ends the session with what follows from its events: writes the report, prints the summary, returns the exit code. */
    int finish() {
        return finish(tally.verdict(), tally.reason());
    }

    /** Ends the session with a verdict of the command's own. */
    int finish(Verdict verdict, String reason) {
        return finish(verdict, reason, System.out);
    }

    /** Ends the session with a verdict of the command's own, its summary going elsewhere than where machines read. */
    int finish(Verdict verdict, String reason, PrintStream summary) {
        if (!finished.compareAndSet(false, true)) {
            return Verdict.INTERRUPTED.exitCode();
        }
        RunResult result = conclude(verdict, reason);
        progress.end();
        new RunSummary(result, folder.path().resolve("report/index.html").toString())
                .lines()
                .forEach(summary::println);
        return result.verdict().exitCode();
    }

    private RunResult conclude(Verdict verdict, String reason) {
        lifetimes.close();
        log.publish(new RunEvent.RunFinished(clock.instant(), verdict, reason));
        log.close();
        return RunReports.write(folder.path());
    }

    /** The JVM is going down with the run unfinished: there are five seconds. */
    private void interrupted() {
        if (finished.compareAndSet(false, true)) {
            conclude(Verdict.INTERRUPTED, "somebody ended the run");
            Runtime.getRuntime().halt(Verdict.INTERRUPTED.exitCode());
        }
    }

    /** Ends a session whose command cannot do its work: the report says why. */
    void broke(String why) {
        if (finished.compareAndSet(false, true)) {
            conclude(Verdict.ERROR, why);
            progress.end();
        }
    }

    /** Ends a session whose command threw what nobody foresaw. */
    @Override
    public void close() {
        broke("the command could not do its work");
        if (Thread.currentThread() != interruption) {
            try {
                Runtime.getRuntime().removeShutdownHook(interruption);
            } catch (IllegalStateException e) {
                // The JVM is going down already, and the hook has seen that the session is finished.
            }
        }
    }
}
