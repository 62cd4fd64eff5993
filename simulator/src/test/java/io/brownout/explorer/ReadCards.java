package io.brownout.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Deadline;
import io.brownout.filesystem.SectorView;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A small card, and what can be read of it. */
final class ReadCards {
    static final int SECTOR_BYTES = 512;
    static final int SECTORS = 32;

    private ReadCards() {}

    /** Returns sectors with one value in all of their bytes. */
    static byte[] filled(int sectors, int value) {
        byte[] content = new byte[sectors * SECTOR_BYTES];
        Arrays.fill(content, (byte) value);
        return content;
    }

    /** Walks from sector to sector as their contents say. */
    static String walk(SectorView card) {
        StringBuilder been = new StringBuilder();
        int at = 0;
        for (int step = 0; step < 8; step++) {
            int content = card.read(at, 1)[0];
            been.append(at).append(':').append(content).append(' ');
            at = Math.floorMod(at * 5 + 7 * content + step, SECTORS);
        }
        return been.toString();
    }

    static String loss(SectorView card) {
        return card.read(3, 1)[0] == 2 ? "sector 3 is lost" : "";
    }

    static Reading<String> reading(CutPoints points, Function<SectorView, String> function)
            throws InterruptedException {
        return new Reading<>(
                new Exploration<>(
                                points,
                                new HostExaminer<>(points.history(), function),
                                new ExplorationListener<String>() {})
                        .run(2, 1, Deadline.in(Duration.ofMinutes(1))),
                function,
                String::length);
    }

    /** Opens each state and reads it by itself, which must say what was said of it. */
    static void assertReadAlone(ReadStates states) {
        for (int number = 0; number < states.count(); number++) {
            SectorView view = states.history().view(states.state(number));
            assertThat(states.digest(number))
                    .as("the files of %s", states.name(number))
                    .isEqualTo(new ResultDigests().of(List.of(loss(view), walk(view))));
            assertThat(states.loss(number))
                    .as("what %s loses", states.name(number))
                    .isEqualTo(loss(view));
            assertThat(states.urgency(number))
                    .as("how urgent %s is", states.name(number))
                    .isEqualTo(loss(view).length() + walk(view).length());
        }
    }
}
