package io.brownout.reports;

import io.brownout.board.GuestClock;
import io.brownout.board.RunEvent.CardActivity;
import io.brownout.board.RunEvent.CardCut;
import io.brownout.board.RunEvent.CardFaulted;
import io.brownout.board.RunEvent.CardInserted;
import io.brownout.board.RunEvent.CardMapped;
import io.brownout.board.RunEvent.ConsoleLine;
import io.brownout.board.RunEvent.DeviceReported;
import io.brownout.board.RunEvent.PowerChanged;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of one board in one scenario; its lists are in the order of the events.
 *
 * @param model for example {@code raspi3b}; empty if the board was never ready
 * @param clock how time passed for it; empty if the board was never ready
 * @param consoleLog path of its console's text, relative to the run folder; empty if the board was never ready
 */
public record BoardResult(
        String name,
        String model,
        Optional<GuestClock> clock,
        String consoleLog,
        List<PowerChanged> power,
        List<DeviceReported> reports,
        List<CardActivity> activity,
        List<CardCut> cuts,
        List<CardInserted> cards,
        List<CardFaulted> faults,
        List<CardMapped> maps,
        List<ConsoleLine> console) {
    /** Copies the lists. */
    public BoardResult {
        power = List.copyOf(power);
        reports = List.copyOf(reports);
        activity = List.copyOf(activity);
        cuts = List.copyOf(cuts);
        cards = List.copyOf(cards);
        faults = List.copyOf(faults);
        maps = List.copyOf(maps);
        console = List.copyOf(console);
    }

    /** Returns the last line that its console had said by then. */
    public Optional<ConsoleLine> lastLine(Instant by) {
        return console.reversed().stream()
                .filter(line -> !line.at().isAfter(by))
                .findFirst();
    }

    /** Returns how often it booted. */
    public int boots() {
        return (int) power.stream()
                .filter(change -> switch (change.change()) {
                    case ON, REBOOT -> true;
                    case OFF, CUT -> false;
                })
                .count();
    }
}
