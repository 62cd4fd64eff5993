package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.ByteSize;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A page that was written earlier into the same erase unit as the write in flight is noise: in multi-level cells the bits of two pages share their cells. What a completed flush covers is left alone: an honest card
 * finishes both pages of a pair before it answers a flush.
 *
 * @param page the page of the flash
 * @param unit the erase unit of the flash
 */
public record PairedPage(ByteSize page, ByteSize unit) implements PowerLossFault {
    static final FaultKind KIND = new FaultKind(
            "paired-page",
            "turns a page into noise that was written earlier into the same erase unit as the write in flight",
            List.of(
                    FaultParameter.size("page", "8KiB", "the page of the flash"),
                    FaultParameter.size("unit", "4MiB", "the erase unit of the flash")),
            values -> new PairedPage(values.size("page"), values.size("unit")),
            "interrupting a program corrupts the page that was programmed before into the same multi-level cells: Tseng, Grupp, Swanson, Understanding the Impact of Power Loss on Flash Memory, DAC 2011",
            Bite.yes("any page written since power-on into the unit in work can be noise, whatever was synced"),
            Bite.yes("a page written into the unit in work since the last completed flush can be noise"));

    /** Checks that a unit is a whole number of pages, and a page one of sectors. */
    public PairedPage {
        FlashUnits.check(page, new ByteSize(SECTOR_BYTES));
        FlashUnits.check(unit, page);
    }

    @Override
    public FaultKind kind() {
        return KIND;
    }

    @Override
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("page", page.toString());
        parameters.put("unit", unit.toString());
        return parameters;
    }

    @Override
    public void strike(PowerLoss loss, Damage damage) {
        loss.programming().ifPresent(write -> {
            RandomGenerator random = loss.random(KIND);
            List<Long> pages = candidates(write, loss);
            if (!pages.isEmpty()) {
                garble(pages.get(random.nextInt(pages.size())), loss, damage, random);
            }
        });
    }

    /** Returns the first sectors of the pages that can be hit, in the order of their addresses. */
    private List<Long> candidates(PendingWrite write, PowerLoss loss) {
        long pageSectors = page.bytes() / SECTOR_BYTES;
        long unitSectors = unit.bytes() / SECTOR_BYTES;
        long begin = write.sector() / unitSectors * unitSectors;
        TreeSet<Long> pages = new TreeSet<>();
        for (Iterator<WriteCommand> commands = loss.atRisk(); commands.hasNext(); ) {
            WriteCommand command = commands.next();
            long from = Math.max(begin, command.sector()) / pageSectors * pageSectors;
            long end = Math.min(begin + unitSectors, command.endSector());
            for (long at = from; at < end; at += pageSectors) {
                if (!write.touches(at, pageSectors)) {
                    pages.add(at);
                }
            }
        }
        return new ArrayList<>(pages);
    }

    private void garble(long first, PowerLoss loss, Damage damage, RandomGenerator random) {
        int count = (int) Math.min(page.bytes() / SECTOR_BYTES, loss.sectors() - first);
        NewestWrites newest = loss.newest(first, count);
        for (long sector = first; sector < first + count; sector++) {
            byte[] noise = new byte[SECTOR_BYTES];
            random.nextBytes(noise);
            if (newest.of(sector).isPresent() && !newest.isDurable(sector)) {
                damage.garble(sector, noise);
                newest.of(sector).filter(it -> it.kind().isWrite()).ifPresent(damage::countLost);
            }
        }
    }
}
