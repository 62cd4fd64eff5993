package io.brownout.wear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.brownout.board.UsageException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the models make of a few writes, counted by hand. */
class TranslationModelTest {
    private static final int PAGE = 4096;
    private static final int PAGE_SECTORS = PAGE / 512;
    private static final int PAGES = 1024;
    private static final int UNIT_SECTORS = PAGES * PAGE_SECTORS;
    private static final Endurance FOR_EVER = Endurance.fixed(Integer.MAX_VALUE);
    /** Units of 4 MiB, pages of 4 KiB: 256 MiB for the host, two units open. */
    private static final FlashGeometry SIMPLE = new FlashGeometry(PAGE, PAGES * PAGE, 64, 8, 2);

    @Test
    void a_block_map_that_is_given_a_page_in_a_unit_after_the_other_copies_the_whole_unit_for_each() {
        BlockMap model = new BlockMap(SIMPLE, FOR_EVER, 0);

        for (int write = 0; write < 1002; write++) {
            model.write((long) (write % 3) * UNIT_SECTORS, PAGE_SECTORS);
        }

        // The two that are still open have not been copied yet.
        assertThat(model.flashBytes()).isEqualTo((1000L * PAGES + 2) * PAGE);
        assertThat(model.pools().getFirst().totalErases()).isEqualTo(1000);
        assertThat(model.closings()[0] + model.closings()[1] + model.closings()[2])
                .isEqualTo(1000);
    }

    @Test
    void a_block_map_with_as_many_open_units_as_are_written_copies_nothing_before_they_are_full() {
        FlashGeometry geometry = new FlashGeometry(PAGE, PAGES * PAGE, 64, 8, 3);
        BlockMap model = new BlockMap(geometry, FOR_EVER, 0);

        for (int write = 0; write < 3 * PAGES; write++) {
            model.write((long) (write % 3) * UNIT_SECTORS, PAGE_SECTORS);
        }

        assertThat(model.writeAmplification()).isEqualTo(1);
    }

    @Test
    void a_block_map_that_is_written_from_end_to_end_copies_nothing() {
        BlockMap model = new BlockMap(SIMPLE, FOR_EVER, 0);

        for (long sector = 0; sector < SIMPLE.hostBytes() / 512; sector += 1024) {
            model.write(sector, 1024);
        }

        assertThat(model.writeAmplification()).isEqualTo(1);
    }

    @Test
    void a_unit_that_is_left_half_written_costs_its_other_half() {
        BlockMap model = new BlockMap(SIMPLE, FOR_EVER, 0);

        for (int unit = 0; unit < 62; unit++) {
            model.write((long) unit * UNIT_SECTORS, UNIT_SECTORS / 2);
        }

        // 60 of the 62 have been closed.
        assertThat(model.flashBytes()).isEqualTo((62L * PAGES / 2 + 60L * PAGES / 2) * PAGE);
    }

    @Test
    void a_page_that_is_rewritten_in_an_open_unit_costs_a_second_unit_when_it_is_closed() {
        BlockMap model = new BlockMap(SIMPLE, FOR_EVER, 0);

        model.write(0, PAGE_SECTORS);
        model.write(0, PAGE_SECTORS);
        model.write(UNIT_SECTORS, PAGE_SECTORS);
        model.write(2L * UNIT_SECTORS, PAGE_SECTORS);

        assertThat(model.flashBytes()).isEqualTo((4L + PAGES) * PAGE);
        assertThat(model.pools().getFirst().totalErases()).isEqualTo(2);
    }

    @Test
    void a_controller_that_can_only_append_in_order_closes_its_unit_at_a_step_back() {
        BlockMap model = new BlockMap(SIMPLE, FOR_EVER, 0, true);

        model.write(PAGE_SECTORS, PAGE_SECTORS);
        model.write(0, PAGE_SECTORS);

        assertThat(model.flashBytes()).isEqualTo((1L + (PAGES - 1) + 1) * PAGE);
    }

    @Test
    void what_is_overwritten_in_a_cache_never_reaches_the_main_flash() {
        HybridMap model = new HybridMap(SIMPLE, FOR_EVER, new SlcCache(4, 1, FOR_EVER), 0);

        for (int write = 0; write < 100 * PAGES; write++) {
            model.write(write % 16L * PAGE_SECTORS, PAGE_SECTORS);
        }

        assertThat(pool(model, "main").programmedBytes()).isZero();
        assertThat(pool(model, "cache").programmedBytes()).isEqualTo(model.hostBytes());
        assertThat(pool(model, "cache").totalErases()).isEqualTo(96);
    }

    @Test
    void what_runs_through_a_cache_is_written_once_more_to_the_main_flash() {
        HybridMap model = new HybridMap(SIMPLE, FOR_EVER, new SlcCache(4, 2, FOR_EVER), 0);

        for (long sector = 0; sector < SIMPLE.hostBytes() / 512; sector += 1024) {
            model.write(sector, 1024);
        }

        assertThat(model.writeAmplification()).isCloseTo(2, within(0.05));
        assertThat(pool(model, "cache").totalErases()).isEqualTo(2 * 64 - 4);
    }

    @Test
    void a_sector_costs_a_page() {
        TranslationModel model = new PageMap(SIMPLE, FOR_EVER, 0);

        model.write(3, 1);
        model.write(PAGE_SECTORS - 1, 2);

        assertThat(model.flashBytes()).isEqualTo(3 * PAGE);
        assertThat(model.hostBytes()).isEqualTo(3 * 512);
    }

    @Test
    void what_the_host_no_longer_needs_is_not_copied() {
        BlockMap model = new BlockMap(SIMPLE, FOR_EVER, 0);

        model.trim(0, UNIT_SECTORS);
        model.write(0, PAGE_SECTORS);
        model.write(UNIT_SECTORS, PAGE_SECTORS);
        model.write(2L * UNIT_SECTORS, PAGE_SECTORS);

        assertThat(model.flashBytes()).isEqualTo(3 * PAGE);
        assertThat(model.pools().getFirst().totalErases()).isEqualTo(1);
    }

    @Test
    void a_card_that_is_trimmed_amplifies_less() {
        PageMap full = new PageMap(SIMPLE, FOR_EVER, 0);
        PageMap trimmed = new PageMap(SIMPLE, FOR_EVER, 0);
        trimmed.trim(32L * UNIT_SECTORS, 32L * UNIT_SECTORS);

        for (PageMap model : List.of(full, trimmed)) {
            SplittableRandom random = new SplittableRandom(1);
            for (int write = 0; write < 300_000; write++) {
                model.write((long) random.nextInt(32 * PAGES) * PAGE_SECTORS, PAGE_SECTORS);
            }
        }

        assertThat(trimmed.writeAmplification()).isLessThan(0.8 * full.writeAmplification());
    }

    static Stream<TranslationModel> models() {
        Endurance endurance = Endurance.weibull(40, 5);
        FlashGeometry small = new FlashGeometry(PAGE, 24 * PAGE, 96, 24, 3);
        return Stream.of(
                new PageMap(small, endurance, 3),
                new BlockMap(small, endurance, 3),
                new BlockMap(small, endurance, 3, true),
                new HybridMap(small, endurance, new SlcCache(5, 3, Endurance.fixed(200)), 3));
    }

    /** Whatever is written, in whatever order: what was erased is what was programmed, but for what still lies there, and no unit is used beyond its limit. */
    @ParameterizedTest
    @MethodSource("models")
    void erases_and_programs_balance_until_the_end_of_life_comes(TranslationModel model) {
        SplittableRandom random = new SplittableRandom(5);
        long sectors = 96L * 24 * PAGE_SECTORS;
        boolean taken = true;
        long commands = 0;
        while (taken && commands < 5_000_000) {
            long length = 1L + random.nextInt(64);
            long sector = random.nextLong(sectors - length);
            if (random.nextInt(20) == 0) {
                model.trim(sector, length);
            }
            taken = model.write(sector, length);
            commands++;
        }

        assertThat(taken).as("a write after %d commands", commands).isFalse();
        assertThat(model.write(0, 1)).as("a write after the end of its life").isFalse();
        assertThat(model.pools()).allSatisfy(pool -> {
            assertThat(pool.programmedBytes())
                    .isLessThanOrEqualTo((pool.totalErases() + pool.units()) * pool.unitBytes());
            assertThat(pool.hottestUnitErases()).isLessThanOrEqualTo(200);
            assertThat(pool.failedUnits()).isLessThanOrEqualTo(pool.units());
        });
        assertThat(model.pools()).as("flash with failed units").anyMatch(pool -> pool.failedUnits() > 0);
    }

    @Test
    void a_geometry_that_cannot_be_is_refused_with_what_is_wrong_about_it() {
        assertThatThrownBy(() -> new FlashGeometry(4096, 10_000, 64, 8, 2))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("10000 bytes")
                .hasMessageContaining("4096 bytes");
        assertThatThrownBy(() -> new FlashGeometry(4096, 1 << 20, 64, 3, 2))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("3 spare units");
        assertThatThrownBy(() -> Endurance.weibull(0, 2)).isInstanceOf(UsageException.class);
    }

    private static PoolWear pool(TranslationModel model, String name) {
        return model.pools().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
