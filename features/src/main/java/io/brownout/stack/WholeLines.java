package io.brownout.stack;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts text that comes in pieces together into lines. Not safe for several threads. */
final class WholeLines {
    private final Consumer<String> to;
    private final StringBuilder begun = new StringBuilder();

    WholeLines(Consumer<String> to) {
        this.to = to;
    }

    /** Takes a piece, and passes on every line that it completes. */
    void feed(@Nullable String piece) {
        if (piece == null) {
            return;
        }
        begun.append(piece);
        for (int end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n")) {
            to.accept(begun.substring(0, end).stripTrailing());
            begun.delete(0, end + 1);
        }
    }

    /** Passes on what is left without a line end. */
    void end() {
        if (!begun.isEmpty()) {
            to.accept(begun.toString());
            begun.setLength(0);
        }
    }
}
