package io.brownout.explorer;

import io.brownout.card.CommandIndex;
import io.brownout.card.CommandIndex.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/**
 * Any of the sectors of the command in work that lie in the flash page in work may be lost: {@code torn-page}, on a board that writes its commands sector by sector.
 *
 * <p>The newest sector need not be among the pieces: without it the card holds what a cut before it leaves.
 *
 * @param commands of the recording
 * @param pageSectors how many sectors a page of the flash has
 * @param sectorOf returns the sector of a write, by its number
 * @param places says of a write, by its number, whether it is looked at; others are never lost
 * @param where that is, in words
 */
public record TornPageLosses(
        CommandIndex commands, int pageSectors, LongUnaryOperator sectorOf, LongPredicate places, String where)
        implements CardLosses {
    @Override
    public List<List<Long>> pieces(long writes) {
        List<List<Long>> pieces = new ArrayList<>();
        for (Command command : commands.newest(writes, 1)) {
            long page = page(writes - 1);
            for (long write = writes - 2; write >= command.first() && page(write) == page; write--) {
                if (places.test(write)) {
                    pieces.add(List.of(write));
                }
            }
        }
        return pieces;
    }

    private long page(long write) {
        return sectorOf.applyAsLong(write) / pageSectors;
    }

    @Override
    public String described() {
        return "torn-page:page=%dB in %s".formatted(pageSectors * 512, where);
    }
}
