package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.ByteSize;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The allocation unit that was open when the power went was being copied into a fresh one: sectors outside of what was written into it are old, erased or noise, from the place on where the copying was interrupted.
 *
 * <p>A unit is open from the first write into it after a write to another one until a completed flush. What a completed flush covers is left alone: an honest card keeps the old unit until the new one is whole, before it
 * answers a flush.
 *
 * @param size of an allocation unit
 * @param outside what the sectors are that were not copied
 */
public record UnitGarbage(ByteSize size, Outside outside) implements PowerLossFault {
    static final FaultKind KIND = new FaultKind(
            "au-garbage",
            "leaves old, erased or random content in the open allocation unit, outside of what was written into it",
            List.of(
                    FaultParameter.size("size", "4MiB", "the allocation unit"),
                    FaultParameter.word(
                            "outside", Outside.values(), "what the sectors are that had not been copied yet")),
            values -> new UnitGarbage(values.size("size"), values.word("outside", Outside.class)),
            "a write garbles neighbours up to the allocation unit: Bergmann on linear and random allocation units, Linaro's flash card survey; metadata corruption: Zheng et al., FAST 2013",
            Bite.yes("every sector around the last write can be garbage, whatever was synced"),
            Bite.yes(
                    "every sector around the last write can be garbage if no completed flush covers it; after a flush no unit is open"));

    /** What sectors that were not copied turn into. */
    public enum Outside {
        /** One of the others, drawn from the seed. */
        ANY,
        /** What they held before they were last written. */
        OLD,
        /** Erased flash: 0xFF. */
        FF,
        /** Noise. */
        NOISE
    }

    /** Checks the size. */
    public UnitGarbage {
        FlashUnits.check(size, new ByteSize(SECTOR_BYTES));
    }

    @Override
    public FaultKind kind() {
        return KIND;
    }

    @Override
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("size", size.toString());
        parameters.put("outside", FaultParameter.written(outside));
        return parameters;
    }

    @Override
    public void strike(PowerLoss loss, Damage damage) {
        long unitSectors = size.bytes() / SECTOR_BYTES;
        lastSector(loss).ifPresent(last -> {
            RandomGenerator random = loss.random(KIND);
            long begin = last / unitSectors * unitSectors;
            int count = (int) Math.min(unitSectors, loss.sectors() - begin);
            BitSet written = writtenWhileOpen(begin, count, loss);
            Outside drawn = outside == Outside.ANY ? Outside.values()[1 + random.nextInt(3)] : outside;
            NewestWrites newest = loss.newest(begin, count);
            for (int i = random.nextInt(count); i < count; i++) {
                if (!written.get(i) && !newest.isDurable(begin + i)) {
                    spoil(begin + i, newest, drawn, damage, random);
                }
            }
        });
    }

    /** Returns where the open unit is; empty if none is open. */
    private static Optional<Long> lastSector(PowerLoss loss) {
        if (loss.inFlight().isPresent()) {
            return loss.inFlight().map(PendingWrite::sector);
        }
        Iterator<WriteCommand> newestFirst = loss.atRisk();
        return newestFirst.hasNext() ? Optional.of(newestFirst.next().endSector() - 1) : Optional.empty();
    }

    private static BitSet writtenWhileOpen(long begin, int count, PowerLoss loss) {
        BitSet written = new BitSet(count);
        loss.inFlight().ifPresent(write -> set(written, begin, count, write.sector(), write.sectors()));
        for (Iterator<WriteCommand> newestFirst = loss.atRisk(); newestFirst.hasNext(); ) {
            WriteCommand command = newestFirst.next();
            if (!command.touches(begin, count)) {
                break;
            }
            set(written, begin, count, command.sector(), command.endSector() - command.sector());
        }
        return written;
    }

    private static void set(BitSet written, long begin, int count, long sector, long sectors) {
        int from = Math.clamp(sector - begin, 0, count);
        int to = Math.clamp(sector + sectors - begin, from, count);
        written.set(from, to);
    }

    private static void spoil(long sector, NewestWrites newest, Outside drawn, Damage damage, RandomGenerator random) {
        Optional<CardRequest> write = newest.of(sector);
        byte[] content = new byte[SECTOR_BYTES];
        switch (drawn) {
            case OLD -> write.ifPresent(it -> damage.lose(it, sector - it.sector(), 1));
            case FF -> {
                Arrays.fill(content, (byte) 0xFF);
                damage.garble(sector, content);
            }
            case NOISE -> {
                random.nextBytes(content);
                damage.garble(sector, content);
            }
            case ANY -> throw new IllegalStateException("one of the others must have been drawn");
        }
        write.filter(it -> it.kind().isWrite()).ifPresent(damage::countLost);
    }
}
