package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.card.CrashModel.Command;
import io.brownout.card.CrashScript.Crash;
import io.brownout.card.CrashScript.Kind;
import io.brownout.card.CrashScript.Op;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random requests, a loss of power, and what each profile may then leave. A script that fails is cut down to its shortest failing beginning. */
class PowerLossPropertiesTest {
    private static final int SCRIPTS = 40;
    private static final int UNIT = 128; // 64 KiB

    @TempDir
    private Path folder;

    private Path image;

    @BeforeEach
    void makeImage() throws IOException {
        image = CrashScript.image(folder.resolve("card.img"));
    }

    private interface Property {
        void check(CrashModel model, CrashScript script, Crash crash);
    }

    /** Checks a property on many scripts; returns in how many of them the loss of power changed anything. */
    private int onManyScripts(String profile, Property property) throws Exception {
        CardProfile kind = CardProfile.parse(profile);
        int harmed = 0;
        for (int seed = 0; seed < SCRIPTS; seed++) {
            CrashScript script = CrashScript.random(new SplittableRandom(seed), 5 + seed / 2);
            Crash crash = script.run(image, kind, seed);
            CrashModel model = new CrashModel(script);
            try {
                property.check(model, script, crash);
            } catch (AssertionError e) {
                throw shortest(script, kind, seed, property, e);
            }
            harmed += harmed(model, crash).isEmpty() ? 0 : 1;
        }
        return harmed;
    }

    /** Cuts a failing script down to its shortest failing beginning. */
    private AssertionError shortest(
            CrashScript script, CardProfile kind, long seed, Property property, AssertionError failure)
            throws Exception {
        for (int length = 0; length < script.ops().size(); length++) {
            CrashScript prefix = script.prefix(length);
            Optional<AssertionError> shorter = failure(prefix, kind, seed, property);
            if (shorter.isPresent()) {
                return told(prefix, kind, seed, shorter.get());
            }
        }
        return told(script, kind, seed, failure);
    }

    private static AssertionError told(CrashScript script, CardProfile kind, long seed, AssertionError failure) {
        return new AssertionError(
                "%s, seed %d, %s: %s".formatted(kind, seed, script.ops(), failure.getMessage()), failure);
    }

    private Optional<AssertionError> failure(CrashScript script, CardProfile kind, long seed, Property property)
            throws Exception {
        Crash crash = script.run(image, kind, seed);
        try {
            property.check(new CrashModel(script), script, crash);
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(e);
        }
    }

    private static void whatIsDurableStays(CrashModel model, CrashScript script, Crash crash) {
        long[] acknowledged = model.acknowledged();
        for (int sector = 0; sector < CrashScript.SECTORS; sector++) {
            long seen = crash.after(sector);
            boolean landedInFlight = script.inFlight().isPresent()
                    && seen == CrashScript.tag(script.ops().size() - 1, sector);
            if (model.isDurableSector(sector) && !landedInFlight) {
                assertThat(seen).as("sector %d, covered by a flush", sector).isEqualTo(acknowledged[sector]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ideal",
                "window:commands=5,loses=any",
                "window:time=60s,loses=all",
                "torn-command",
                "torn-page:page=4KiB",
                "paired-page:page=4KiB,unit=64KiB",
                "au-garbage:size=64KiB",
                "window:loses=all+torn-command+torn-page+paired-page:unit=64KiB+au-garbage:size=64KiB"
            })
    void a_write_that_a_completed_flush_covers_is_never_lost(String profile) throws Exception {
        onManyScripts(profile, PowerLossPropertiesTest::whatIsDurableStays);
    }

    @ParameterizedTest
    @ValueSource(strings = {"window:loses=all", "paired-page:page=4KiB,unit=64KiB", "au-garbage:size=64KiB"})
    void but_a_lying_card_loses_it(String faults) throws Exception {
        CardProfile profile = CardProfile.parse(faults + "+lying-flush");
        int broken = 0;

        for (int seed = 0; seed < SCRIPTS; seed++) {
            CrashScript script = CrashScript.random(new SplittableRandom(seed), 5 + seed / 2);
            broken += failure(script, profile, seed, PowerLossPropertiesTest::whatIsDurableStays)
                            .isPresent()
                    ? 1
                    : 0;
        }

        assertThat(broken)
                .as("scripts of %d that lose what a flush covers", SCRIPTS)
                .isGreaterThan(SCRIPTS / 10);
    }

    @Test
    void an_ideal_card_keeps_everything_it_has_acknowledged_and_nothing_else() throws Exception {
        int harmed = onManyScripts("ideal", (model, script, crash) -> {
            assertThat(crash.after()).isEqualTo(model.acknowledged());
            assertThat(crash.lostWrites()).isZero();
        });

        assertThat(harmed).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"any", "tail", "all"})
    void a_window_loses_whole_commands_of_the_last_ones_and_no_other(String loses) throws Exception {
        int size = 5;

        int harmed = onManyScripts("window:commands=%d,loses=%s".formatted(size, loses), (model, script, crash) -> {
            List<Command> atRisk = model.atRisk();
            List<Command> inside = atRisk.subList(Math.max(0, atRisk.size() - size), atRisk.size());
            List<long[]> allowed = losses(loses, inside.size()).stream()
                    .map(lost -> model.without(numbers(inside, lost)))
                    .toList();
            assertThat(allowed).as("states of a window of %s", inside).anyMatch(it -> Arrays.equals(it, crash.after()));
        });

        assertThat(harmed).isGreaterThan(SCRIPTS / 5);
    }

    /** Returns which of so many commands, oldest first, may be lost together. */
    private static List<Set<Integer>> losses(String loses, int count) {
        List<Set<Integer>> losses = new ArrayList<>();
        for (int mask = 0; mask < 1 << count; mask++) {
            int chosen = mask;
            Set<Integer> lost = new HashSet<>(IntStream.range(0, count)
                    .filter(i -> (chosen >> i & 1) == 1)
                    .boxed()
                    .toList());
            boolean isTail = lost.isEmpty()
                    || lost.size()
                            == count - lost.stream().min(Integer::compare).get();
            if (loses.equals("any")
                    || (loses.equals("tail") && isTail)
                    || (loses.equals("all") && lost.size() == count)) {
                losses.add(lost);
            }
        }
        return losses;
    }

    private static Set<Integer> numbers(List<Command> commands, Set<Integer> lost) {
        Set<Integer> numbers = new HashSet<>();
        lost.forEach(i -> numbers.addAll(commands.get(i).ops()));
        return numbers;
    }

    @Test
    void a_torn_command_keeps_a_first_part_of_the_command_in_flight() throws Exception {
        int harmed = onManyScripts("torn-command", (model, script, crash) -> {
            List<long[]> allowed = new ArrayList<>(List.of(model.acknowledged()));
            List<Integer> same = model.sameCommand();
            for (int kept = 0; kept < same.size(); kept++) {
                allowed.add(model.without(Set.copyOf(same.subList(kept, same.size()))));
            }
            script.inFlight().filter(it -> it.kind() == Kind.WRITE).ifPresent(write -> {
                for (int landed = 1; landed < write.sectors(); landed++) {
                    long[] state = model.acknowledged();
                    model.put(state, script.ops().size() - 1, landed);
                    allowed.add(state);
                }
            });
            assertThat(allowed).anyMatch(it -> Arrays.equals(it, crash.after()));
        });

        assertThat(harmed).isGreaterThan(SCRIPTS / 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16})
    void a_torn_page_is_a_mix_of_old_and_new_behind_whole_pages_of_its_command(int kibibytes) throws Exception {
        int page = kibibytes * 2;
        int harmed = onManyScripts("torn-page:page=%dKiB".formatted(kibibytes), (model, script, crash) -> {
            List<Integer> harmedSectors = harmed(model, crash);
            if (harmedSectors.isEmpty()) {
                return;
            }
            Op write = script.inFlight().orElseThrow();
            List<Integer> same = model.sameCommand();
            long[] now = model.acknowledged();
            long[] before = model.without(Set.copyOf(same));
            assertThat(IntStream.range(write.sector() / page, (write.sector() + write.sectors() - 1) / page + 1))
                    .as("pages of which one is a mix")
                    .anyMatch(torn -> IntStream.range(0, CrashScript.SECTORS)
                            .allMatch(sector -> isLegal(sector, torn, page, now, before, crash.after(sector), script)));
        });

        assertThat(harmed).isGreaterThan(SCRIPTS / 10);
    }

    private static boolean isLegal(
            int sector, int torn, int page, long[] now, long[] before, long seen, CrashScript script) {
        long acknowledged = now[sector];
        boolean inFlight = CrashModel.writes(script.inFlight().orElseThrow(), sector);
        long fresh = CrashScript.tag(script.ops().size() - 1, sector);
        int at = Integer.compare(sector / page, torn);
        if (inFlight) {
            return at < 0 ? seen == fresh : at > 0 ? seen == acknowledged : seen == fresh || seen == acknowledged;
        }
        return seen == acknowledged || (at == 0 && seen == before[sector]);
    }

    private static List<Integer> harmed(CrashModel model, Crash crash) {
        long[] acknowledged = model.acknowledged();
        return IntStream.range(0, CrashScript.SECTORS)
                .filter(sector -> crash.after(sector) != acknowledged[sector])
                .boxed()
                .toList();
    }

    @Test
    void a_paired_page_is_noise_in_one_page_of_the_unit_in_work() throws Exception {
        int harmed = onManyScripts("paired-page:page=4KiB,unit=64KiB", (model, script, crash) -> {
            List<Integer> sectors = harmed(model, crash);
            assertThat(sectors).allSatisfy(sector -> {
                assertThat(crash.after(sector)).isEqualTo(CrashScript.NOISE);
                assertThat(sector / 8).isEqualTo(sectors.getFirst() / 8);
                assertThat(sector / UNIT)
                        .isEqualTo(script.inFlight().orElseThrow().sector() / UNIT);
                assertThat(CrashModel.writes(script.inFlight().orElseThrow(), sector))
                        .isFalse();
                assertThat(model.newest(sector)).as("sector that was written").isPresent();
            });
        });

        assertThat(harmed).isGreaterThan(SCRIPTS / 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"old", "ff", "noise", "any"})
    void garbage_lies_in_the_open_unit_outside_of_what_was_written_last(String outside) throws Exception {
        int harmed = onManyScripts("au-garbage:size=64KiB,outside=" + outside, (model, script, crash) -> {
            List<Integer> sectors = harmed(model, crash);
            int last = script.answered().size() - 1;
            assertThat(sectors).allSatisfy(sector -> {
                assertThat(sector / UNIT).isEqualTo(sectors.getFirst() / UNIT);
                assertThat(model.newest(sector)).as("the last request wrote it").isNotEqualTo(Optional.of(last));
                assertThat(isGarbage(crash.after(sector), outside, model.possible(sector, false)))
                        .as("sector %d", sector)
                        .isTrue();
            });
        });

        assertThat(harmed).isGreaterThan(SCRIPTS / 20);
    }

    private static boolean isGarbage(long seen, String outside, Set<Long> old) {
        boolean isOld = old.contains(seen);
        return switch (outside) {
            case "old" -> isOld;
            case "ff" -> seen == CrashScript.ERASED;
            case "noise" -> seen == CrashScript.NOISE;
            default -> isOld || seen == CrashScript.ERASED || seen == CrashScript.NOISE;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "window:commands=4,loses=any+torn-command+torn-page:page=4KiB",
                "window:commands=4,loses=any+torn-page:page=4KiB+lying-flush"
            })
    void faults_together_leave_in_each_sector_a_version_that_is_not_durable_yet_or_the_newest_one(String profile)
            throws Exception {
        boolean lies = profile.contains("lying");

        onManyScripts(profile, (model, script, crash) -> {
            for (int sector = 0; sector < CrashScript.SECTORS; sector++) {
                assertThat(model.possible(sector, lies)).as("sector %d", sector).contains(crash.after(sector));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "window:commands=5,loses=any+torn-command+torn-page+paired-page:unit=64KiB+au-garbage:size=64KiB+lying-flush"
            })
    void the_same_seed_and_requests_leave_the_same_card_and_another_seed_another(String profile) throws Exception {
        CardProfile kind = CardProfile.parse(profile);
        int different = 0;

        for (int seed = 0; seed < 30; seed++) {
            CrashScript script = CrashScript.random(new SplittableRandom(seed), 20);
            Crash first = script.run(image, kind, seed);
            Crash second = script.run(image, kind, seed);
            assertThat(second.after()).as("seed %d", seed).isEqualTo(first.after());
            assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
            different += Arrays.equals(script.run(image, kind, seed + 1000).after(), first.after()) ? 0 : 1;
        }

        assertThat(different).isGreaterThan(15);
    }
}
