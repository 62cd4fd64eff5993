package io.brownout.explorer;

import io.brownout.card.CommandIndex;
import io.brownout.card.CommandIndex.Command;
import io.brownout.card.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/**
 * Any of the last commands may be lost, each as a whole: {@code window:commands=K,loses=any}.
 *
 * <p>The newest command need not be among the pieces: without it the card holds what a cut before it leaves, and what was at risk then is at risk now but for the oldest.
 *
 * @param commands of the recording
 * @param window how many of the last commands are at risk; {@link Window#ALL_COMMANDS} for all that no flush covers
 * @param places says of a write, by its number, whether it is looked at; others are never lost
 * @param where that is, in words
 */
public record WindowLosses(CommandIndex commands, int window, LongPredicate places, String where)
        implements CardLosses {
    @Override
    public List<List<Long>> pieces(long writes) {
        List<List<Long>> pieces = new ArrayList<>();
        List<Command> newest = commands.newest(writes, window);
        for (Command command : newest.subList(Math.min(1, newest.size()), newest.size())) {
            if (places.test(command.first())) {
                pieces.add(
                        LongStream.range(command.first(), command.end()).boxed().toList());
            }
        }
        return pieces;
    }

    @Override
    public String described() {
        return "window:commands=%s in %s".formatted(window == Window.ALL_COMMANDS ? "all" : window, where);
    }
}
