package io.brownout.card;

import io.brownout.card.Window.Loses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Of the last commands that no flush covers, some are lost.
 *
 * @param commands how many of the last commands are at risk, {@link #ALL_COMMANDS} for a cache without an end; empty: however many
 * @param time how old a command may be to be at risk, on the test machine's clock; empty: any age
 * @param loses which of those at risk are lost
 */
public record Window(Optional<Integer> commands, Optional<Duration> time, Loses loses) implements PowerLossFault {
    /** All that no flush covers: a volatile write cache, as the kernel knows it (Documentation/block/writeback_cache_control.rst). */
    public static final int ALL_COMMANDS = Integer.MAX_VALUE;

    private static final int COMMON_COMMANDS = 8;

    static final FaultKind KIND = new FaultKind(
            "window",
            "loses some of the last acknowledged commands that no flush covers",
            List.of(
                    FaultParameter.countOrAll(
                            "commands",
                            "",
                            "how many of the last commands are at risk, or all that no flush covers; 8 if no time is given"),
                    FaultParameter.time(
                            "time",
                            "",
                            "how old a command at risk can be; host time, so a run with it is not reproducible"),
                    FaultParameter.word("loses", Loses.values(), "any of them, a tail of them in order, or all")),
            Window::from,
            "unserializable writes and writes lost after their completion: Zheng et al., FAST 2013; the write cache of SD 6.x (A2) cards, which Linux flushes since 5.14",
            Bite.yes(
                    "no flush ever reaches the card, so whatever was written last is at risk, however the device syncs"),
            Bite.yes("what was written since the last completed flush is at risk"));

    /** Which of the commands at risk are lost. */
    public enum Loses {
        /** Any subset, drawn from the seed: a cache that reorders. */
        ANY,
        /** The newest so many, drawn from the seed: a cache that keeps the order. */
        TAIL,
        /** All of them. */
        ALL
    }

    /** Checks the numbers. */
    public Window {
        if (commands.isEmpty() && time.isEmpty()) {
            throw new IllegalArgumentException("a window without an end, expected a number of commands or a time");
        }
        commands.ifPresent(count -> {
            if (count < 1) {
                throw new IllegalArgumentException("a window of %d commands, expected at least 1".formatted(count));
            }
        });
        time.ifPresent(age -> {
            if (age.isNegative() || age.isZero()) {
                throw new IllegalArgumentException("a window of %d ms, expected at least 1".formatted(age.toMillis()));
            }
        });
    }

    private static Window from(FaultValues values) {
        Optional<Duration> time = values.timeIfSet("time");
        Optional<Integer> commands = values.countIfSet("commands");
        return new Window(
                commands.isEmpty() && time.isEmpty() ? Optional.of(COMMON_COMMANDS) : commands,
                time,
                values.word("loses", Loses.class));
    }

    @Override
    public FaultKind kind() {
        return KIND;
    }

    @Override
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        commands.ifPresent(count ->
                parameters.put("commands", count == ALL_COMMANDS ? FaultParameter.ALL : Integer.toString(count)));
        time.ifPresent(age -> parameters.put("time", FaultParameter.written(age)));
        parameters.put("loses", FaultParameter.written(loses));
        return parameters;
    }

    @Override
    public void strike(PowerLoss loss, Damage damage) {
        List<WriteCommand> newestFirst = inside(loss);
        RandomGenerator random = loss.random(KIND);
        int tail = random.nextInt(newestFirst.size() + 1);
        for (int i = 0; i < newestFirst.size(); i++) {
            boolean lost = switch (loses) {
                case ANY -> random.nextBoolean();
                case TAIL -> i < tail;
                case ALL -> true;
            };
            if (lost) {
                damage.lose(newestFirst.get(i));
            }
        }
    }

    private List<WriteCommand> inside(PowerLoss loss) {
        int most = commands.orElse(Integer.MAX_VALUE);
        long oldest = time.map(age -> loss.nanos() - age.toNanos()).orElse(Long.MIN_VALUE);
        List<WriteCommand> inside = new ArrayList<>();
        for (Iterator<WriteCommand> commandsAtRisk = loss.atRisk();
                inside.size() < most && commandsAtRisk.hasNext(); ) {
            WriteCommand command = commandsAtRisk.next();
            if (command.nanos() < oldest) {
                break;
            }
            inside.add(command);
        }
        return inside;
    }
}
