package io.brownout.qemu;

import java.time.Duration;

/**
 * What a link has done in one direction since it was opened.
 *
 * @param frames that it has passed on
 * @param bytes of them, their Ethernet headers included
 * @param lost frames that were dropped by its loss
 * @param overflowed frames that found its buffer full
 * @param cut frames that came when it was cut
 * @param unheard frames that nobody was there to take: the board was off
 * @param shortestHold the least time between the arrival of a frame and its being passed on; zero if there was none. Only this one is since its faults were changed last
 */
public record LinkCounts(
        long frames, long bytes, long lost, long overflowed, long cut, long unheard, Duration shortestHold) {
    LinkCounts withShortestHold(Duration hold) {
        return new LinkCounts(frames, bytes, lost, overflowed, cut, unheard, hold);
    }
}
