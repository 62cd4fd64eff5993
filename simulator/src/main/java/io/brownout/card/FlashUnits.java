package io.brownout.card;

import io.brownout.board.ByteSize;

/** Checks of the sizes of a flash. */
final class FlashUnits {
    private FlashUnits() {}

    /** Throws {@link IllegalArgumentException} unless a size is a positive whole number of parts, and at most 1 GiB. */
    static void check(ByteSize size, ByteSize part) {
        if (size.bytes() == 0 || size.bytes() % part.bytes() != 0 || size.bytes() > 1 << 30) {
            throw new IllegalArgumentException(
                    "a size of %s, expected a positive multiple of %s up to 1GiB".formatted(size, part));
        }
    }
}
