package io.brownout.wear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import io.brownout.board.WearReport;
import io.brownout.board.WearReport.ModelWear;
import io.brownout.card.CardJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lives that the formulas promise, lived to their end. */
class AgedCardTest {
    private static final FlashGeometry SMALL = new FlashGeometry(4096, 64 * 4096, 64, 12, 2);
    private static final long UNIT_SECTORS = 64 * 8;

    @TempDir
    private Path folder;

    /** The bracket's lower end is a formula: units in rotation times cycles, by erases. A card that is aged write by write must agree. */
    @ParameterizedTest
    @ValueSource(strings = {"page-map", "block-map", "hybrid"})
    void a_card_dies_when_the_formula_says(String name) {
        WriteTrace trace = Recordings.hour(Recordings.journal(folder, 64 << 20, card -> {
            for (int write = 0; write < 200; write++) {
                card.write((write * 37L % 20) * UNIT_SECTORS / 4, 16);
            }
        }));
        CardModel card = new CardModel(
                "small", SMALL, Endurance.fixed(300), new SlcCache(4, 2, Endurance.fixed(2000)), "made up");

        ModelWear promised = new SteadyState(named(card, name), trace).weigh();
        AgedCard aged = AgedCard.age(named(card, name), trace, 1_000_000);

        assertThat(aged.end()).as("the end of its life: %s", aged.summary()).isPresent();
        assertThat((double) aged.replays()).isCloseTo(promised.recordingsUnlevelled(), Percentage.withPercentage(15));
        assertThat(promised.recordingsLevelled()).isGreaterThanOrEqualTo(promised.recordingsUnlevelled());
    }

    @Test
    void the_end_of_a_life_names_the_write_that_was_not_taken_and_its_sector() {
        CardJournal journal = Recordings.journal(folder, 64 << 20, card -> {
            for (int write = 0; write < 50; write++) {
                card.write((write % 5) * UNIT_SECTORS, 8);
            }
        });
        WriteTrace trace = Recordings.hour(journal);

        AgedCard aged = AgedCard.age(new BlockMap(SMALL, Endurance.fixed(20), 0), trace, 1000);

        AgedCard.EndOfLife end = aged.end().orElseThrow();
        long record = journal.numberOfWrite(end.write()).orElseThrow();
        assertThat(journal.request(record).sector()).isEqualTo(end.sector());
        assertThat(end.hostBytes()).isBetween(aged.replays() * 50 * 4096, (aged.replays() + 1) * 50 * 4096);
        assertThat(aged.lifeTimeEstimate("main"))
                .as("EXT_CSD life time estimate")
                .isGreaterThanOrEqualTo(10);
    }

    @Test
    void a_card_is_aged_to_its_end_under_the_translation_that_ends_it_first() {
        WearWeighing weighing = weighing(card -> {
            for (int write = 0; write < 200; write++) {
                card.write((write * 37L % 20) * UNIT_SECTORS / 4, 16);
            }
        });
        CardModel card = new CardModel(
                "small", SMALL, Endurance.fixed(300), new SlcCache(4, 2, Endurance.fixed(2000)), "made up");
        WearReport report = weighing.on(card, "a test", Stream.empty(), 1);

        AgedCard aged = AgedCard.toItsEnd(card, weighing.trace(), report, 1);

        double fewest = report.models().stream()
                .mapToDouble(ModelWear::recordingsUnlevelled)
                .min()
                .orElseThrow();
        assertThat(aged.end()).isPresent();
        assertThat((double) aged.replays()).isCloseTo(fewest, Percentage.withPercentage(15));
        assertThat(card.translations(1))
                .filteredOn(model -> !model.name().equals(aged.model()))
                .allSatisfy(model -> assertThat(
                                AgedCard.age(model, weighing.trace(), 1_000_000).replays())
                        .as(model.name())
                        .isGreaterThanOrEqualTo(aged.replays()));
    }

    @Test
    void a_card_that_nobody_writes_to_has_no_end_to_be_aged_to() {
        WearWeighing weighing = weighing(card -> card.read(0));
        CardModel card = CardModel.named("cheap-tlc");
        WearReport report = weighing.on(card, "a test", Stream.empty(), 1);

        assertThatThrownBy(() -> AgedCard.toItsEnd(card, weighing.trace(), report, 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("wrote nothing");
    }

    private WearWeighing weighing(Recordings.Use use) {
        CardJournal journal = Recordings.journal(folder, 64 << 20, use);
        return new WearWeighing(journal, List.of(0L, journal.size()), Duration.ofHours(1));
    }

    @Test
    void a_card_that_is_hardly_used_lives_on() {
        WriteTrace trace = Recordings.hour(Recordings.journal(folder, 64 << 20, card -> card.write(0, 8)));

        AgedCard aged = AgedCard.age(new PageMap(SMALL, Endurance.fixed(300), 0), trace, 10);

        assertThat(aged.end()).isEmpty();
        assertThat(aged.replays()).isEqualTo(10);
        assertThat(aged.lifeTimeEstimate("main")).isEqualTo(1);
    }

    @Test
    void cards_whose_units_fail_early_or_late_die_before_those_whose_units_are_all_alike() {
        WriteTrace trace = Recordings.hour(Recordings.journal(folder, 64 << 20, card -> {
            for (int write = 0; write < 50; write++) {
                card.write((write % 5) * UNIT_SECTORS, 8);
            }
        }));

        List<Long> lives = List.of(Endurance.weibull(200, 2), Endurance.weibull(200, 8), Endurance.fixed(200)).stream()
                .map(endurance -> AgedCard.age(new BlockMap(SMALL, endurance, 9), trace, 1_000_000)
                        .replays())
                .toList();

        assertThat(lives).isSorted().doesNotHaveDuplicates();
    }

    private static TranslationModel named(CardModel card, String name) {
        return card.translations(1).stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
