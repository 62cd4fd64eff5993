package io.brownout.board;

import io.brownout.board.DeviceStory.Boot;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on what a board has reported. They look at what has been seen so far and never wait: wait with {@link Console#expect} or {@code board.await(…)} first. Each failure tells the device's
 * story.
 *
 * <p>Passes: {@code assertThat(board).booted(slot("B")).runs("2.0.0+rev2")} after {@code device-report: running slot=B version=2.0.0+rev2}. Fails: the same after {@code slot=A}.
 */
public final class BoardAssert extends AbstractAssert<BoardAssert, Board> {
    BoardAssert(Board actual) {
        super(actual, BoardAssert.class);
    }

    /** Starts an assertion on a board. */
    public static BoardAssert assertThat(Board board) {
        return new BoardAssert(board);
    }

    /** Passes if the last boot has reached its goal in this slot. */
    public BoardAssert booted(Slot slot) {
        Optional<Slot> seen = lastBoot().slot();
        if (!seen.equals(Optional.of(slot))) {
            throw failure(
                    "expected <%s> to have booted slot %s, seen: %s; its story:%n%s",
                    actual.name(), slot, spoken(seen), story());
        }
        return this;
    }

    /** Passes if the last boot has reached its goal with this version. */
    public BoardAssert runs(String version) {
        Optional<String> seen = lastBoot().version();
        if (!seen.equals(Optional.of(version))) {
            throw failure(
                    "expected <%s> to run %s, seen: %s; its story:%n%s", actual.name(), version, spoken(seen), story());
        }
        return this;
    }

    /** Passes if some boot has reported this event with, for each {@code key=value} given, that value. */
    public BoardAssert reported(String event, String... pairs) {
        isNotNull();
        if (actual.story().reports().stream().noneMatch(report -> report.is(event, pairs))) {
            throw failure(
                    "expected <%s> to have reported %s %s; its story:%n%s",
                    actual.name(), event, String.join(" ", pairs), story());
        }
        return this;
    }

    /** Passes if no boot has reported this event with those values. */
    public BoardAssert neverReported(String event, String... pairs) {
        isNotNull();
        if (actual.story().reports().stream().anyMatch(report -> report.is(event, pairs))) {
            throw failure(
                    "expected <%s> never to report %s %s; its story:%n%s",
                    actual.name(), event, String.join(" ", pairs), story());
        }
        return this;
    }

    /** Passes if it has been started this many times, reboots included. */
    public BoardAssert hasBooted(int times) {
        isNotNull();
        int seen = actual.story().boots().size();
        if (seen != times) {
            throw failure(
                    "expected <%s> to have booted %d times, seen: %d; its story:%n%s",
                    actual.name(), times, seen, story());
        }
        return this;
    }

    /** Passes if it has no power. */
    public BoardAssert isOff() {
        isNotNull();
        if (actual.power().isOn()) {
            throw failure("expected <%s> to be off, it is on; its story:%n%s", actual.name(), story());
        }
        return this;
    }

    private Boot lastBoot() {
        isNotNull();
        return actual.story()
                .lastBoot()
                .orElseThrow(() -> failure("expected <%s> to have booted, it was never on", actual.name()));
    }

    private String story() {
        return actual.story().told();
    }

    private static String spoken(Optional<?> seen) {
        return seen.map(Object::toString).orElse("nothing, it has not reached its goal");
    }
}
