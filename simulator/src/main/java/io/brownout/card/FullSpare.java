package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.ByteSize;
import io.brownout.nbd.NbdError;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The spare blocks are used up: a write into a unit that no board has written to yet fails, since it would need a block of its own; units that have been written go on.
 *
 * <p>The error is EIO and not ENOSPC: with that one QEMU would pause the machine instead of telling the guest, which sees the same from a virtio disk in both cases.
 *
 * @param after how much is written before there are no spare blocks
 * @param unit the erase unit
 */
public record FullSpare(ByteSize after, ByteSize unit) implements LiveFault {
    static final FaultKind KIND = new FaultKind(
            "full-spare",
            "has no spare blocks after so much has been written: writes into units never written fail, others go on",
            List.of(
                    FaultParameter.size("after", "64MiB", "how much is written before the spare blocks are used up"),
                    FaultParameter.size("unit", "4MiB", "the erase unit")),
            values -> new FullSpare(values.size("after"), values.size("unit")),
            "reserved blocks used up, PRE_EOL_INFO of eMMC (JESD84-B51, EXT_CSD 267); flash translation layers that retire blocks until none is left",
            Bite.yes("such writes silently do not land: QEMU's SD controller swallows the error"),
            Bite.yes("such writes end with an I/O error, while the logs and the journal, written before, go on"));

    /** Checks the size. */
    public FullSpare {
        FlashUnits.check(unit, new ByteSize(SECTOR_BYTES));
    }

    @Override
    public FaultKind kind() {
        return KIND;
    }

    @Override
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("after", after.toString());
        parameters.put("unit", unit.toString());
        return parameters;
    }

    @Override
    public Course begin(long seed) {
        Age age = new Age();
        BitSet used = new BitSet();
        return request -> {
            if (request.kind() != RequestKind.WRITE) {
                return Reaction.NORMAL;
            }
            long unitSectors = unit.bytes() / SECTOR_BYTES;
            int first = Math.toIntExact(request.sector() / unitSectors);
            int end = Math.toIntExact((request.sector() + request.sectors() - 1) / unitSectors) + 1;
            boolean isNew = used.nextClearBit(first) < end;
            if (isNew && age.bytes() >= after.bytes()) {
                return Reaction.refused(NbdError.EIO, "no spare block is left for a new unit");
            }
            age.grownBy(request);
            used.set(first, end);
            return Reaction.NORMAL;
        };
    }
}
