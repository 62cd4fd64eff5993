package io.brownout.qemu;

import io.brownout.board.Console;
import io.brownout.board.ConsoleClosedException;
import io.brownout.board.ConsoleTimeoutException;
import io.brownout.board.Deadline;
import io.brownout.board.DeviceReport;
import io.brownout.board.EventSource;
import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The console of an emulated board over all its boots. Lines that the harness adds begin with {@code brownout:}; everything else the device said.
 *
 * <p>One thread at a time feeds it; any number may wait in {@link #expect}. A line is in the log, the story and the events before anybody who waits is told.
 */
final class BoardConsole implements Console, AutoCloseable {
    private static final int SHOWN = 30;

    private final ConsoleLog log;
    private final StoryKeeper story;
    private final EventSource events;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<String> lines = new ArrayList<>();
    private int position;
    private String unfinished = "";
    private String offBecause = "it has not been switched on";
    private boolean off = true;
    private @Nullable HarnessException failure;
    private @Nullable OutputStream keyboard;

    BoardConsole(ConsoleLog log, StoryKeeper story, EventSource events) {
        this.log = log;
        this.story = story;
        this.events = events;
    }

    @Override
    public MatchResult expect(Pattern pattern, Deadline deadline) {
        lock.lock();
        try {
            while (true) {
                MatchResult found = search(pattern);
                if (found != null) {
                    return found;
                }
                if (failure != null) {
                    throw new HarnessException(
                            failure.getMessage() == null ? "the board failed" : failure.getMessage(), failure);
                }
                if (off) {
                    throw new ConsoleClosedException(
                            pattern.pattern(), offBecause, log.path().toString(), lastLines());
                }
                if (deadline.passed()) {
                    throw new ConsoleTimeoutException(
                            pattern.pattern(), deadline, log.path().toString(), lastLines());
                }
                changed.awaitNanos(deadline.leftNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while waiting for the console to say " + pattern, e);
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("JdkObsolete") // hitEnd is for streaming, and a console is a stream.
    private @Nullable MatchResult search(Pattern pattern) {
        while (position < lines.size()) {
            Matcher matcher = pattern.matcher(lines.get(position++));
            if (matcher.find()) {
                return matcher.toMatchResult();
            }
        }
        // A prompt has no line end. It counts only where further text could not change the match: a version that is
        // still being printed must not be read half. A report is never a prompt: until its line ends, the story lacks
        // it.
        if (unfinished.contains(DeviceReport.MARKER)) {
            return null;
        }
        Matcher prompt = pattern.matcher(unfinished);
        boolean seen = position > lines.size();
        if (!seen && !unfinished.isEmpty() && prompt.find() && !prompt.hitEnd()) {
            position = lines.size() + 1;
            return prompt.toMatchResult();
        }
        return null;
    }

    @Override
    public void type(String line) {
        OutputStream keys;
        lock.lock();
        try {
            keys = keyboard;
            if (off || keys == null) {
                throw new UsageException(
                        "cannot type \"%s\": %s"
                                .formatted(
                                        line,
                                        off
                                                ? "the board is off (" + offBecause + ")"
                                                : "the console of a board on the virtual clock takes no input; use the wall clock"));
            }
        } finally {
            lock.unlock();
        }
        try {
            keys.write((line + "\r").getBytes(StandardCharsets.UTF_8));
            keys.flush();
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot type \"%s\": QEMU has closed the console: %s".formatted(line, e.getMessage()), e);
        }
    }

    @Override
    public List<String> lines() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the last lines, oldest first. */
    List<String> lastLines() {
        lock.lock();
        try {
            List<String> last = new ArrayList<>(lines.subList(Math.max(0, lines.size() - SHOWN), lines.size()));
            if (!unfinished.isEmpty()) {
                last.add(unfinished);
            }
            return last;
        } finally {
            lock.unlock();
        }
    }

    ConsoleLog log() {
        return log;
    }

    /** Begins a boot: whoever waits from now on waits for what it says. */
    void beginBoot(String why) {
        story.beginBoot();
        lock.lock();
        try {
            off = false;
            failure = null;
        } finally {
            lock.unlock();
        }
        say("brownout: ---- boot %d: %s ----".formatted(story.boot(), why));
    }

    /** Reads what a board says until it is silent for good. */
    void listen(InputStream in, @Nullable OutputStream keys) throws IOException {
        swapKeyboard(keys);
        LineSplitter splitter = new LineSplitter(this::say);
        byte[] buffer = new byte[16384];
        try {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                splitter.feed(buffer, length);
                showUnfinished(splitter.unfinished());
            }
        } finally {
            splitter.finish();
            showUnfinished("");
            swapKeyboard(null);
        }
    }

    /** Adds a line. */
    void say(String text) {
        log.write(text);
        int number;
        lock.lock();
        try {
            number = lines.size() + 1;
        } finally {
            lock.unlock();
        }
        events.publish(
                new RunEvent.ConsoleLine(events.now(), events.scenario(), events.board(), story.boot(), number, text));
        DeviceReport.parse(text).ifPresent(this::report);
        lock.lock();
        try {
            lines.add(text);
            unfinished = "";
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void report(DeviceReport report) {
        story.add(report);
        events.publish(
                new RunEvent.DeviceReported(events.now(), events.scenario(), events.board(), story.boot(), report));
    }

    private void showUnfinished(String text) {
        lock.lock();
        try {
            unfinished = text;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void swapKeyboard(@Nullable OutputStream keys) {
        lock.lock();
        try {
            keyboard = keys;
        } finally {
            lock.unlock();
        }
    }

    /** The board is off for good; a failure is the harness's. */
    void boardIsOff(String why, @Nullable HarnessException harnessFailure) {
        lock.lock();
        try {
            off = true;
            offBecause = why;
            failure = harnessFailure;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
