package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.card.Card;
import io.brownout.qemu.QemuBoard;
import io.brownout.wear.WearWeighing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * A device that is left alone for some hours of its own time. How much of it has passed the device says itself, with a report each hour: in virtual time nobody else knows.
 *
 * @param deadline turns what a step may take into a deadline, longer on a slow machine
 */
public record IdleHours(QemuBoard board, Card card, Function<Duration, Deadline> deadline) {
    private static final Duration SETTLING = Duration.ofMinutes(5);
    private static final Duration AN_HOUR = Duration.ofMinutes(10);

    /**
     * Waits until nothing is pending on a device that has power, lets the current hour end, then records so many more.
     *
     * @param onHour told how many have passed, each time one has
     */
    public WearWeighing record(int hours, IntConsumer onHour) {
        board.await(deadline.apply(SETTLING), "idle");
        List<Long> marks = new ArrayList<>();
        for (int hour = 0; hour <= hours; hour++) {
            board.await(deadline.apply(AN_HOUR), "uptime");
            marks.add(card.journal().size());
            onHour.accept(hour);
        }
        return new WearWeighing(card.journal(), marks, Duration.ofHours(hours));
    }
}
