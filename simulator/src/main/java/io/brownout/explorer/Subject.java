package io.brownout.explorer;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was recorded: everything that decides what its cut points are and what a device does after a cut.
 *
 * @param board the board model
 * @param deterministic whether that board does the same each time from the same card
 * @param seed of every random choice of the run and of the board
 * @param images the digest of each image by its name
 * @param from the image that the device ran
 * @param to the image that it was updated to
 * @param asks what is asked of the device after each cut, in the words of whoever asks
 * @param firstWrite how many writes have landed at the first cut point
 * @param lastWrite how many have at the last
 * @param fingerprint of the recording's journal, {@link io.brownout.card.CardJournal#fingerprint}: two with the same one made the same requests
 */
public record Subject(
        String board,
        boolean deterministic,
        long seed,
        SortedMap<String, String> images,
        String from,
        String to,
        String asks,
        long firstWrite,
        long lastWrite,
        long fingerprint) {
    /** Copies the images. */
    public Subject {
        images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
    }
}
