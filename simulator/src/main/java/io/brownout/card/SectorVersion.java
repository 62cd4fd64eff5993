package io.brownout.card;

/**
 * One content that a sector has had.
 *
 * @param record the number of the journal's record that gave it to the sector; -1 for what it held when the journal began
 * @param since the smallest number of writes n for which the state {@code after-n} knows of it: if a write made it, that write is {@code since - 1}
 * @param hash XXH64 of the sector's 512 bytes; contents are the same where it is
 */
public record SectorVersion(long record, long since, long hash) {}
