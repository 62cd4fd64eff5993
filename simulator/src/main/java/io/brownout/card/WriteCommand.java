package io.brownout.card;

import java.util.List;

/**
 * What the card was asked to write at once, and has acknowledged.
 *
 * <p>A request longer than a sector is a command itself. QEMU's SD model makes one request a sector of a command and waits for each; single-sector writes that follow each other without another
 * request between are therefore taken for one, in steps of the longest command that Linux makes.
 *
 * @param writes oldest first; more than one only if each is a sector long and right behind the other
 * @param corrections what the card held afterwards where that is not what was written, since a fault kept it from landing
 */
record WriteCommand(List<CardRequest> writes, List<CardRequest> corrections) {
    WriteCommand {
        writes = List.copyOf(writes);
        corrections = List.copyOf(corrections);
    }

    long sector() {
        return writes.getFirst().sector();
    }

    /** Returns the sector right behind its last one. */
    long endSector() {
        return writes.getLast().sector() + writes.getLast().sectors();
    }

    boolean touches(long firstSector, long count) {
        return sector() < firstSector + count && firstSector < endSector();
    }

    /** Says when its last sector was acknowledged, in nanoseconds since the journal began. */
    long nanos() {
        return writes.getLast().nanos();
    }
}
