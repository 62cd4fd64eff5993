package io.brownout.board;

/** Something that fits a board's card slot. */
public interface CardMedium {
    /** Names it for messages and events. */
    String name();

    /** Says how many bytes it presents to the board. */
    long sizeBytes();
}
