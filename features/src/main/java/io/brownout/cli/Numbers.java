package io.brownout.cli;

import io.brownout.board.UsageException;

/** Numbers that options take. */
final class Numbers {
    private Numbers() {}

    static void atLeastOne(String option, long number) {
        if (number < 1) {
            throw new UsageException("expected %s to be 1 or more, got %d".formatted(option, number));
        }
    }
}
