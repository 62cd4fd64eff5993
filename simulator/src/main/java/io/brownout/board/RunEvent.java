package io.brownout.board;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Something that happened in a run. The events of a run, one JSON object a line in {@code events.ndjson}, are its truth: everything else is made from them.
 *
 * <p>{@code scenario} is the scenario's identity within the run, empty outside of any; {@code board} is the board's name within its scenario. Times are of the test machine's clock.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "event")
public sealed interface RunEvent {
    /** Says when it happened. */
    Instant at();

    /** An event that belongs to one scenario. */
    sealed interface OfScenario extends RunEvent {
        /** Returns the identity of its scenario; empty outside of any. */
        String scenario();
    }

    /**
     * The run has begun.
     *
     * @param command the subcommand and its arguments
     * @param seed decides every random choice of the run
     * @param version of Brownout
     * @param host what it runs on: cores, QEMU's version, accelerator
     */
    record RunStarted(Instant at, List<String> command, long seed, String version, String host) implements RunEvent {
        /** Copies the command. */
        public RunStarted {
            command = List.copyOf(command);
        }
    }

    /**
     * An image takes part in the run.
     *
     * @param name for example {@code resinos:2.0.0+rev1}
     * @param digest {@code sha256:} and 64 hex digits
     */
    record ImageUsed(Instant at, String name, String digest) implements RunEvent {}

    /**
     * A scenario has begun.
     *
     * @param name as in its feature file
     * @param feature the name of the feature
     * @param location file and line, for example {@code features/update.feature:12}
     * @param tags with their {@code @}
     * @param mutant the planted fault that must turn it red; empty in an ordinary run
     */
    record ScenarioStarted(
            Instant at, String scenario, String name, String feature, String location, List<String> tags, String mutant)
            implements OfScenario {
        /** Copies the tags. */
        public ScenarioStarted {
            tags = List.copyOf(tags);
        }
    }

    /**
     * A step has ended.
     *
     * @param step its keyword and text
     * @param detail the message and stack of what went wrong, or why it was skipped; empty if it passed
     */
    record StepFinished(Instant at, String scenario, String step, Outcome outcome, Duration duration, String detail)
            implements OfScenario {}

    /**
     * A scenario has ended.
     *
     * @param reason one line, why it failed, erred or was skipped; empty if it passed
     */
    record ScenarioFinished(Instant at, String scenario, Outcome outcome, Duration duration, String reason)
            implements OfScenario {}

    /**
     * A board has been put together.
     *
     * @param model for example {@code raspi3b}
     * @param clock how time passes for it
     * @param consoleLog path of its console's text, relative to the run folder
     */
    record BoardReady(Instant at, String scenario, String board, String model, GuestClock clock, String consoleLog)
            implements OfScenario {}

    /**
     * The power of a board has changed.
     *
     * @param boot the number of the boot that begins or ends
     * @param reason who did it and why, for example {@code the card decided: write 81204}
     */
    record PowerChanged(Instant at, String scenario, String board, PowerChange change, int boot, String reason)
            implements OfScenario {}

    /** What happened to the power of a board. */
    enum PowerChange {
        /** Switched on by the harness. */
        ON,
        /** Switched off by itself in good order. */
        OFF,
        /** Taken away. */
        CUT,
        /** Reset by the guest; the next boot begins. */
        REBOOT
    }

    /**
     * A console has said a line.
     *
     * @param number of the line in the console's log, from 1
     */
    record ConsoleLine(Instant at, String scenario, String board, int boot, int number, String line)
            implements OfScenario {}

    /** A device has reported something in the language of {@code docs/device-report.md}. */
    record DeviceReported(Instant at, String scenario, String board, int boot, DeviceReport report)
            implements OfScenario {}

    /**
     * What was written to a card during one second, by partition.
     *
     * @param bytes partition label to bytes; what lies outside of every partition is {@code (gap)}
     */
    record CardActivity(Instant at, String scenario, String board, Map<String, Long> bytes) implements OfScenario {
        /** Copies the map. */
        public CardActivity {
            bytes = Map.copyOf(bytes);
        }
    }

    /**
     * A card has cut the power.
     *
     * @param write the number of the first write that did not land; writes count from 0 over the card's journal
     * @param sector the first sector of that write, 512 bytes each
     * @param partition the label of its partition
     * @param profile what kind of card it is
     * @param reason what that write meant, or how it was chosen
     * @param lostWrites how many acknowledged writes before it did not survive
     */
    record CardCut(
            Instant at,
            String scenario,
            String board,
            long write,
            long sector,
            String partition,
            String profile,
            String reason,
            long lostWrites)
            implements OfScenario {}

    /**
     * A card has been put into a board.
     *
     * @param profile what kind of card it is
     * @param effects one sentence for each of its faults: what it does on that board, or why it does nothing there; empty for an ideal card
     */
    record CardInserted(Instant at, String scenario, String board, String profile, List<String> effects)
            implements OfScenario {
        /** Copies the sentences. */
        public CardInserted {
            effects = List.copyOf(effects);
        }
    }

    /**
     * A fault of a card has shown for the first time since its board got power.
     *
     * @param fault its kind, for example {@code read-only}
     * @param what it did to which request
     */
    record CardFaulted(Instant at, String scenario, String board, String fault, String what) implements OfScenario {}

    /**
     * All the writes to a card as a coarse picture: time runs over {@code columns}, addresses over {@code rows} as the layout says.
     *
     * @param partitions in the order of their addresses
     * @param begin of the first column
     * @param columnDuration how much time a column stands for
     * @param rowSectors how many sectors a row stands for
     * @param cells only those that were written
     */
    record CardMapped(
            Instant at,
            String scenario,
            String board,
            long sectors,
            List<PartitionSpan> partitions,
            Instant begin,
            Duration columnDuration,
            long rowSectors,
            List<MapCell> cells)
            implements OfScenario {
        /** Copies the lists. */
        public CardMapped {
            partitions = List.copyOf(partitions);
            cells = List.copyOf(cells);
        }
    }

    /** Where a partition lies on a card; sectors of 512 bytes. */
    record PartitionSpan(String label, long firstSector, long sectors) {}

    /** How many sectors were written in one column and row of a card's map. */
    record MapCell(int column, int row, long sectors) {}

    /**
     * Something was weighed.
     *
     * @param what for example {@code written in one idle hour}
     * @param unit for example {@code bytes}
     * @param limit what it may be at most; empty if nothing was asked
     * @param parts for example bytes by partition
     */
    record Measured(
            Instant at,
            String scenario,
            String board,
            String what,
            double value,
            String unit,
            String limit,
            Map<String, Long> parts)
            implements OfScenario {
        /** Copies the map. */
        public Measured {
            parts = Map.copyOf(parts);
        }
    }

    /** What a device writes, and what that means for its card, was weighed. */
    record WearWeighed(Instant at, String scenario, String board, WearReport wear) implements OfScenario {}

    /** Every power cut of an update has been judged, as far as the time sufficed. */
    record CutsJudged(Instant at, CutReport cuts) implements RunEvent {}

    /** Something was tried again. Every retry is counted and shown. */
    record Retried(Instant at, String scenario, String what, String why) implements OfScenario {}

    /**
     * A planted fault has been judged.
     *
     * @param mutant its name
     * @param scenario the identity of the scenario run under it
     * @param expectedStep text that the step it must turn red contains
     * @param failedStep the step that did go red; empty if none did
     */
    record MutantJudged(
            Instant at, String scenario, String mutant, String expectedStep, String failedStep, MutantVerdict verdict)
            implements OfScenario {}

    /** What became of a planted fault. */
    enum MutantVerdict {
        /** The scenario went red at the step that names the fault. */
        KILLED,
        /** The scenario stayed green: it cannot see the fault. */
        SURVIVED,
        /** The scenario went red elsewhere, or the harness erred: nothing is proven. */
        FALSE_ALARM
    }

    /** The run has ended. */
    record RunFinished(Instant at, Verdict verdict, String reason) implements RunEvent {}
}
