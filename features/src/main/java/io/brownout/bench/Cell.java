package io.brownout.bench;

import io.brownout.board.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One thing that a client does to a server again and again: requests of one size, one behind the other on the card, so many of them under way at a time.
 *
 * @param block bytes of a request
 * @param depth requests under way, 1 or more
 */
public record Cell(Direction direction, ByteSize block, int depth) {
    private static final ByteSize SECTOR = new ByteSize(512);
    private static final List<ByteSize> LARGER =
            List.of(ByteSize.parse("4KiB"), ByteSize.parse("64KiB"), ByteSize.parse("1MiB"));

    /** Which way the content goes. */
    public enum Direction {
        /** From the client to the server. */
        WRITE,
        /** From the server to the client. */
        READ;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Checks that a request is of whole sectors. */
    public Cell {
        if (block.bytes() < SECTOR.bytes() || block.bytes() % SECTOR.bytes() != 0) {
            throw new IllegalArgumentException(
                    "requests of %s, expected a multiple of 512 bytes above 0".formatted(block));
        }
        if (depth < 1) {
            throw new IllegalArgumentException("a depth of " + depth + ", expected 1 or more");
        }
    }

    /** Returns those that are measured: what a Pi's card controller does, 512 bytes at depth 1, and 4 KiB, 64 KiB and 1 MiB at depths 1 and 16. */
    public static List<Cell> standard() {
        List<Cell> cells = new ArrayList<>(quick());
        for (ByteSize block : LARGER) {
            for (int depth : new int[] {1, 16}) {
                Stream.of(Direction.values())
                        .map(direction -> new Cell(direction, block, depth))
                        .forEach(cells::add);
            }
        }
        return List.copyOf(cells);
    }

    /** Returns those that matter most: what a Pi does. */
    public static List<Cell> quick() {
        return List.of(new Cell(Direction.WRITE, SECTOR, 1), new Cell(Direction.READ, SECTOR, 1));
    }

    /** Says whether it is what a Pi's card controller does in QEMU: a sector, and only then the next. */
    boolean isSectorBySector() {
        return block.equals(SECTOR) && depth == 1;
    }

    /** Names it, for example {@code write 512B, depth 1}. */
    @Override
    public String toString() {
        return "%s %s, depth %d".formatted(direction.word(), block, depth);
    }
}
