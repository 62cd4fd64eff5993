package io.brownout.wear;

import io.brownout.board.UsageException;
import java.util.List;

/**
 * A kind of card on the market, as far as its wear goes. No vendor says what its firmware does: a model fixes what is known, geometry and endurance, and leaves the translation to all three of {@link TranslationModel}.
 *
 * @param name as {@code --card-model} takes it
 * @param cache what the hybrid translation of it puts in front
 * @param source where its figures come from
 */
public record CardModel(String name, FlashGeometry geometry, Endurance endurance, SlcCache cache, String source) {
    private static final long GB = 1_000_000_000;
    private static final long GIB = 1L << 30;
    private static final int MIB = 1 << 20;
    private static final int KIB = 1024;
    private static final Endurance PSEUDO_SLC = Endurance.fixed(20_000);

    private static final List<CardModel> ALL = List.of(
            new CardModel(
                    "cheap-tlc",
                    FlashGeometry.of(16 * GB, 16 * GIB, 16 * KIB, 4 * MIB, 2),
                    Endurance.fixed(1_000),
                    new SlcCache(16, 3, PSEUDO_SLC),
                    "16 GB; TLC lasts 300 to 5,000 cycles, 1,000 when it is cheap; 1 or 2 open units are flashbench's finding for cheap cards"),
            new CardModel(
                    "good-tlc",
                    FlashGeometry.of(32 * GB, 32 * GIB, 16 * KIB, 6 * MIB, 6),
                    Endurance.fixed(3_000),
                    new SlcCache(48, 3, PSEUDO_SLC),
                    "32 GB; good TLC lasts 3,000 cycles; units of 1.5 to 12 MB were measured on TLC cards, 5 open ones and more are quite good"),
            new CardModel(
                    "mlc",
                    FlashGeometry.of(16 * GB, 16 * GIB, 8 * KIB, 4 * MIB, 6),
                    Endurance.fixed(3_000),
                    new SlcCache(16, 2, PSEUDO_SLC),
                    "16 GB; MLC lasts 3,000 to 10,000 cycles, 3,000 is typical"),
            new CardModel(
                    "industrial-pslc",
                    FlashGeometry.of(8 * GB, 8 * GIB + GIB / 2, 8 * KIB, 4 * MIB, 8),
                    PSEUDO_SLC,
                    new SlcCache(16, 1, PSEUDO_SLC),
                    "8 GB; TLC or MLC used with one bit a cell lasts about 20,000 cycles"),
            new CardModel(
                    "industrial-mlc",
                    FlashGeometry.of(8 * GB, 128 * GB, 16 * KIB, 4 * MIB, 8),
                    Endurance.fixed(3_000),
                    new SlcCache(16, 2, PSEUDO_SLC),
                    "8 GB with 128 GB of MLC inside: data sheet 384 TBW = 128 GB x 3,000"),
            endurance("high-endurance", 900, "117 TBW for 128 GB = about 900 times its size"),
            endurance("max-endurance", 5_500, "702 TBW for 128 GB = about 5,500 times its size"),
            endurance("pro-endurance", 6_400, "820 TBW for 128 GB (2022) = about 6,400 times its size"));

    private static CardModel endurance(String name, int cycles, String dataSheet) {
        return new CardModel(
                name,
                FlashGeometry.of(128 * GB, 128 * GIB, 16 * KIB, 6 * MIB, 8),
                Endurance.fixed(cycles),
                new SlcCache(64, 3, PSEUDO_SLC),
                "data sheet " + dataSheet + ", written in long runs, so that bytes written are bytes programmed");
    }

    /** Returns all there are, the cheapest first. */
    public static List<CardModel> all() {
        return ALL;
    }

    /**
     * Returns the model with a name.
     *
     * @throws UsageException if there is none, with those there are
     */
    public static CardModel named(String name) {
        return ALL.stream()
                .filter(model -> model.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no card model %s; known: %s"
                        .formatted(
                                name,
                                String.join(
                                        ", ", ALL.stream().map(CardModel::name).toList()))));
    }

    /** Describes its flash in a line. */
    public String described() {
        return "%d GB, units of %s MiB, pages of %d KiB, %d open, %.0f %% spare, %,d cycles"
                .formatted(
                        Math.round((double) geometry.hostBytes() / GB),
                        geometry.unitBytes() / (double) MIB,
                        geometry.pageBytes() / KIB,
                        geometry.openUnits(),
                        100 * geometry.overProvisioning(),
                        endurance.cycles());
    }

    /** Creates a full card of this kind under each of the three translations. */
    public List<TranslationModel> translations(long seed) {
        return List.of(
                new PageMap(geometry, endurance, seed),
                new HybridMap(geometry, endurance, cache, seed),
                new BlockMap(geometry, endurance, seed));
    }
}
