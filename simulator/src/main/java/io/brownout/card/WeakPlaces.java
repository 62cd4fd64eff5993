package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.ByteSize;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The units of a flash that are weak: one of so many, drawn from the seed, between two places of the card.
 *
 * @param unit how large a unit is
 * @param oneOf how many units have one weak one on average; 1: all are weak
 * @param from where the weak stretch of the card begins
 * @param to where it ends; empty: at the end of the card
 */
record WeakPlaces(ByteSize unit, int oneOf, ByteSize from, Optional<ByteSize> to) {
    WeakPlaces {
        FlashUnits.check(unit, new ByteSize(SECTOR_BYTES));
        if (oneOf < 1) {
            throw new IllegalArgumentException("one of %d units weak, expected at least 1".formatted(oneOf));
        }
    }

    static List<FaultParameter> parameters(String unit, String unitPreset, String oneOfPreset) {
        return List.of(
                FaultParameter.size(unit, unitPreset, "how large a weak place is"),
                FaultParameter.count("one-of", oneOfPreset, "one of so many places is weak; 1: all"),
                FaultParameter.size("from", "0B", "where weak places begin on the card"),
                FaultParameter.size("to", "", "where they end; if not given, at the end of the card"));
    }

    static WeakPlaces from(FaultValues values, String unit) {
        return new WeakPlaces(values.size(unit), values.count("one-of"), values.size("from"), values.sizeIfSet("to"));
    }

    Map<String, String> written(String unitName) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(unitName, unit.toString());
        parameters.put("one-of", Integer.toString(oneOf));
        parameters.put("from", from.toString());
        to.ifPresent(end -> parameters.put("to", end.toString()));
        return parameters;
    }

    /** Returns the unit that a sector lies in. */
    long unitOf(long sector) {
        return sector * SECTOR_BYTES / unit.bytes();
    }

    /** Says whether a sector is weak: always the same for the same seed. */
    boolean isWeak(long seed, long sector) {
        long at = sector * SECTOR_BYTES;
        boolean inside = at >= from.bytes() && (to.isEmpty() || at < to.get().bytes());
        return inside && Math.floorMod(Mix.of(seed, unitOf(sector), oneOf), oneOf) == 0;
    }
}
