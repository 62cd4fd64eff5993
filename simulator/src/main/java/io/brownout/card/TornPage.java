package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.ByteSize;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The flash page that was being programmed when the power went is a mix of old and new sectors, in no order. Pages of the same command before it are whole, those behind it are as before.
 *
 * @param page 4, 8 or 16 KiB
 */
public record TornPage(ByteSize page) implements PowerLossFault {
    static final FaultKind KIND = new FaultKind(
            "torn-page",
            "leaves the page that was being programmed as a mix of old and new sectors",
            List.of(FaultParameter.size("page", "8KiB", "the page of the flash: 4KiB, 8KiB or 16KiB")),
            values -> new TornPage(values.size("page")),
            "shorn writes, of which a part of a page's 512-byte pieces is new: Zheng et al., FAST 2013; page sizes: Linaro's flash card survey",
            Bite.yes("the acknowledged sectors of the page in work are old or new, whatever was synced"),
            Bite.yes(
                    "the page of the request in flight that was in work is a mix; what was acknowledged before the request is whole"));

    private static final List<ByteSize> PAGES =
            List.of(new ByteSize(4 << 10), new ByteSize(8 << 10), new ByteSize(16 << 10));

    /** Checks the size. */
    public TornPage {
        if (!PAGES.contains(page)) {
            throw new IllegalArgumentException("a flash page of %s, expected one of %s".formatted(page, PAGES));
        }
    }

    @Override
    public FaultKind kind() {
        return KIND;
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of("page", page.toString());
    }

    @Override
    public void strike(PowerLoss loss, Damage damage) {
        loss.programming().ifPresent(write -> {
            RandomGenerator random = loss.random(KIND);
            long pageSectors = page.bytes() / SECTOR_BYTES;
            long firstPage = write.sector() / pageSectors;
            long pages = (write.sector() + write.sectors() - 1) / pageSectors - firstPage + 1;
            long torn = (firstPage + random.nextLong(pages)) * pageSectors;
            for (int i = 0; i < write.sectors(); i++) {
                long sector = write.sector() + i;
                if (sector < torn || (sector < torn + pageSectors && random.nextBoolean())) {
                    damage.land(i);
                }
            }
            for (CardRequest acknowledged : TornCommand.sameCommand(write, loss)) {
                if (acknowledged.sector() >= torn && random.nextBoolean()) {
                    damage.lose(acknowledged, 0, 1);
                }
            }
        });
    }
}
