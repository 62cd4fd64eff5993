package io.brownout.card;

import java.time.Instant;

/**
 * A note in a card's journal, made on the test machine: what it is about may have happened to the card a moment earlier.
 *
 * @param record the number of its record
 * @param write how many writes had come: the state {@code after-write} is the one it was made in
 * @param at when, on the test machine's clock
 */
public record CardMark(long record, long write, Instant at, String text) {}
