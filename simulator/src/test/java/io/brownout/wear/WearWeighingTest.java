package io.brownout.wear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.brownout.board.UsageException;
import io.brownout.board.WearReport;
import io.brownout.board.WearReport.HeatRow;
import io.brownout.board.WearReport.ModelWear;
import io.brownout.board.WearReport.WrittenFile;
import io.brownout.card.CardJournal;
import io.brownout.card.CardRequest;
import io.brownout.filesystem.SectorOwner;
import io.brownout.filesystem.SectorOwner.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about a recording. */
class WearWeighingTest {
    private static final CardModel CHEAP = CardModel.named("cheap-tlc");
    private static final int UNIT_SECTORS = CHEAP.geometry().unitBytes() / 512;

    @TempDir
    private Path folder;

    @Test
    void single_sectors_in_a_row_are_one_command_until_something_comes_between_them() {
        WriteTrace trace = Recordings.hour(Recordings.journal(folder, 64 << 20, card -> {
            for (int sector = 0; sector < 2000; sector++) {
                card.write(sector, 1);
            }
            card.write(3000, 1);
            card.read(5);
            card.write(3001, 1);
            card.write(3002, 8);
            card.write(3010, 8);
        }));

        assertThat(IntStream.range(0, trace.commands())
                        .mapToObj(it -> trace.sector(it) + "+" + trace.sectors(it))
                        .toList())
                .containsExactly("0+1024", "1024+976", "3000+1", "3001+1", "3002+8", "3010+8");
    }

    @Test
    void bytes_are_told_by_partition_kind_and_file_for_the_part_that_is_weighed_only() {
        CardJournal journal = Recordings.journal(folder, 64 << 20, card -> {
            card.write(0, 8);
            card.write(8, 8);
            card.write(8, 8);
            card.write(16, 16);
        });
        long second = recordOfWrite(journal, 1);

        WearReport report = new WearWeighing(journal, List.of(second, journal.size()), Duration.ofHours(12))
                .on(CHEAP, "a test", owners(journal), 1);

        assertThat(report.hostBytes()).isEqualTo(32 * 512);
        assertThat(report.hostBytesPerDay()).isEqualTo(64 * 512);
        assertThat(report.byPartition()).containsOnly(java.util.Map.entry("data", 32L * 512));
        assertThat(report.byKind())
                .containsOnly(java.util.Map.entry("file data", 16L * 512), java.util.Map.entry("journal", 16L * 512));
        assertThat(report.topFiles()).containsExactly(new WrittenFile("data", "/log", 16L * 512));
    }

    /** The example of Brownout's notes on wear: 16 GB, 1,000 cycles, amplification 10, 5 GB a day: 320 days. Here the amplification comes out of the model. */
    @Test
    void years_are_capacity_times_cycles_by_what_is_programmed() {
        WearReport report = weighedHourOf(512);

        for (ModelWear model : report.models().stream()
                .filter(it -> !it.name().equals("hybrid"))
                .toList()) {
            double programmedPerHour = report.hostBytes() * model.writeAmplification();
            double flash =
                    (double) CHEAP.geometry().allUnits() * CHEAP.geometry().unitBytes();
            double years = flash * 1000 / programmedPerHour / 24 / 365.25;
            assertThat(model.yearsLevelled()).as(model.name()).isCloseTo(years, Percentage.withPercentage(1));
            assertThat(model.yearsUnlevelled()).as(model.name()).isLessThan(model.yearsLevelled());
        }
    }

    @Test
    void the_models_stand_side_by_side_from_the_kindest_to_the_hardest() {
        WearReport report = weighedHourOf(512);

        assertThat(report.models()).extracting(ModelWear::name).containsExactly("page-map", "hybrid", "block-map");
        ModelWear pageMap = report.models().getFirst();
        ModelWear blockMap = report.models().getLast();
        // A page of 16 KiB for each 4 KiB, and hardly anything to collect.
        assertThat(pageMap.writeAmplification()).isCloseTo(4, within(0.1));
        assertThat(blockMap.writeAmplification()).isGreaterThan(100);
        assertThat(report.fewestYears()).isEqualTo(blockMap.yearsUnlevelled());
        assertThat(report.summary()).contains("a test", "cheap-tlc", " to ").doesNotContain("NaN");
    }

    private WearReport weighedHourOf(int writes) {
        CardJournal journal = Recordings.journal(folder, 64 << 20, card -> {
            for (int write = 0; write < writes; write++) {
                card.write((long) (write % 4) * UNIT_SECTORS + write / 4 % 64 * 8L, 8);
            }
        });
        return new WearWeighing(journal, List.of(0L, journal.size()), Duration.ofHours(1))
                .on(CHEAP, "a test", owners(journal), 1);
    }

    @Test
    void the_heat_map_says_which_unit_is_hot_when_and_what_for() {
        CardJournal journal = Recordings.journal(folder, 64 << 20, card -> {
            for (int write = 0; write < 30; write++) {
                card.write((long) (write % 3) * UNIT_SECTORS, 8);
            }
            card.write(5L * UNIT_SECTORS - 8, 16);
        });
        long middle = recordOfWrite(journal, 30);

        WearReport report = new WearWeighing(journal, List.of(0L, middle, journal.size()), Duration.ofHours(2))
                .on(CHEAP, "a test", owners(journal), 1);

        assertThat(report.heat().columnHours()).isEqualTo(1);
        assertThat(report.heat().rows()).extracting(HeatRow::unit).containsExactly(0, 1, 2, 4, 5);
        assertThat(report.heat().rows())
                .extracting(HeatRow::bytes)
                .containsExactly(
                        List.of(40960L, 0L),
                        List.of(40960L, 0L),
                        List.of(40960L, 0L),
                        List.of(0L, 4096L),
                        List.of(0L, 4096L));
        // Three units in turn where two can be open: each write closes one.
        assertThat(report.heat().rows().getFirst().erases().getFirst()).isBetween(9L, 11L);
        assertThat(report.heat().rows()).extracting(HeatRow::content).allMatch(it -> it.startsWith("data: "));
    }

    @Test
    void a_device_that_writes_nothing_wears_nothing() {
        CardJournal journal = Recordings.journal(folder, 64 << 20, card -> card.read(0));

        WearReport report = new WearWeighing(journal, List.of(0L, journal.size()), Duration.ofHours(1))
                .on(CHEAP, "a test", Stream.of(), 1);

        assertThat(report.hostBytes()).isZero();
        assertThat(report.fewestYears()).isInfinite();
        assertThat(report.summary()).contains("endless years");
    }

    @Test
    void a_card_that_is_too_small_for_what_was_recorded_is_refused() {
        CardJournal journal = Recordings.journal(folder, 1L << 35, card -> card.write((1L << 35) / 512 - 8, 8));

        assertThatThrownBy(() -> new WearWeighing(journal, List.of(0L, journal.size()), Duration.ofHours(1))
                        .on(CHEAP, "a test", Stream.of(), 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("cheap-tlc")
                .hasMessageContaining("34,359,738,368");
    }

    /** What is written in long runs is programmed about once: then a card must take what its data sheet says. */
    @Test
    void endurance_cards_take_as_many_bytes_as_their_data_sheets_say() {
        assertThat(terabytesInLongRuns("high-endurance")).isCloseTo(117, Percentage.withPercentage(10));
        assertThat(terabytesInLongRuns("max-endurance")).isCloseTo(702, Percentage.withPercentage(10));
        assertThat(terabytesInLongRuns("pro-endurance")).isCloseTo(820, Percentage.withPercentage(10));
        assertThat(terabytesInLongRuns("industrial-mlc")).isCloseTo(384, Percentage.withPercentage(10));
    }

    private static double terabytesInLongRuns(String name) {
        CardModel card = CardModel.named(name);
        PageMap model = new PageMap(card.geometry(), card.endurance(), 1);
        long unitSectors = card.geometry().unitBytes() / 512;
        for (int unit = 0; unit < card.geometry().units(); unit++) {
            model.write(unit * unitSectors, unitSectors);
        }
        PoolWear pool = model.pools().getFirst();
        return (double) pool.units() * pool.unitBytes() * card.endurance().cycles() / model.writeAmplification() / 1e12;
    }

    /** Every write before sector 16 is a file's, the others are the journal's. */
    private static Stream<WrittenStretch> owners(CardJournal journal) {
        return journal.requests()
                .filter(it -> it.kind().isWrite())
                .map(it -> new WrittenStretch(it, "data", owner(it), it.sector(), it.sectors()));
    }

    private static SectorOwner owner(CardRequest write) {
        return write.sector() < 16 ? SectorOwner.of(Kind.FILE_DATA, "/log") : SectorOwner.of(Kind.JOURNAL);
    }

    private static long recordOfWrite(CardJournal journal, long write) {
        return journal.numberOfWrite(write).orElseThrow();
    }
}
