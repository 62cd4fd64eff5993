package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.card.LiveModel.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random requests to cards with each fault that shows under power: every answer, every byte read and every byte held at the end is what {@link LiveModel} says, and not what it says of a card without the fault. */
@Timeout(120)
class LiveFaultPropertiesTest {
    private static final int SCRIPTS = 12;
    private static final int NIGHTLY = 300;

    /** Chosen so that scripts meet them early: scripts touch the first 350 sectors and write some 100 KiB. */
    private static final Map<String, Supplier<Rule>> PLAIN = Map.of(
            "erase-noop", LiveModel::eraseNoop,
            "read-only:after=32KiB", () -> LiveModel.readOnly(32 << 10),
            "read-only:after=0B", () -> LiveModel.readOnly(0),
            "dead:after=32KiB", () -> LiveModel.dead(32 << 10),
            "full-spare:after=16KiB,unit=16KiB", () -> LiveModel.fullSpare(16 << 10, 32),
            "program-noop:unit=4KiB,one-of=1,from=32KiB,to=64KiB", () -> LiveModel.programNoop(between(64, 128)),
            "read-flaky:page=4KiB,one-of=1,good=1", () -> LiveModel.readFlaky(sector -> true, 8, 1),
            "read-flaky:page=8KiB,one-of=1,good=3,from=20KiB,to=90KiB",
                    () -> LiveModel.readFlaky(between(40, 180), 16, 3));

    @TempDir
    private Path folder;

    private Path image;

    @BeforeEach
    void makeImage() throws IOException {
        image = CrashScript.image(folder.resolve("card.img"));
    }

    private static IntPredicate between(int from, int to) {
        return sector -> sector >= from && sector < to;
    }

    private static LiveScript script(int seed) {
        return LiveScript.random(seed, 40 + seed % 60);
    }

    /** Holds a card against the model on many scripts; returns on how many of them the fault made a difference. */
    private int differences(String profile, Supplier<Rule> rule, int scripts) throws IOException {
        CardProfile kind = CardProfile.parse(profile);
        int different = 0;
        for (int seed = 0; seed < scripts; seed++) {
            LiveScript script = script(seed);
            LiveScript.Answers expected = LiveModel.answers(script, rule.get());
            LiveScript.Answers seen = script.run(image, kind, seed);
            assertSame(seen, expected, "%s, seed %d, %s".formatted(kind, seed, script.ops()));
            different += seen.equals(LiveModel.answers(script, LiveModel.faultless())) ? 0 : 1;
        }
        return different;
    }

    private static void assertSame(LiveScript.Answers seen, LiveScript.Answers expected, String where) {
        assertThat(seen.errors()).as("answers: %s", where).isEqualTo(expected.errors());
        assertThat(seen.read()).as("what was read: %s", where).isEqualTo(expected.read());
        assertThat(seen.held()).as("what is held: %s", where).isEqualTo(expected.held());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "erase-noop",
                "read-only:after=32KiB",
                "read-only:after=0B",
                "dead:after=32KiB",
                "full-spare:after=16KiB,unit=16KiB",
                "program-noop:unit=4KiB,one-of=1,from=32KiB,to=64KiB",
                "read-flaky:page=4KiB,one-of=1,good=1",
                "read-flaky:page=8KiB,one-of=1,good=3,from=20KiB,to=90KiB"
            })
    void a_fault_does_what_is_written_of_it_and_nothing_else(String profile) throws IOException {
        int different = differences(profile, rule(profile), SCRIPTS);

        assertThat(different).as("scripts of %d in which it shows", SCRIPTS).isGreaterThan(SCRIPTS / 2);
    }

    private static Supplier<Rule> rule(String profile) {
        return java.util.Objects.requireNonNull(PLAIN.get(profile), profile);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ideal",
                "slow:read=1ms,write=1ms,flush=1ms",
                "stuck-busy:every=64KiB,time=2ms",
                "lying-flush",
                "lying-flush+slow:read=0ms,write=1ms,flush=0ms"
            })
    void waits_and_lies_change_nothing_while_the_power_is_on(String profile) throws IOException {
        assertThat(differences(profile, LiveModel::faultless, SCRIPTS)).isZero();
    }

    /** Which places are weak the seed decides. So they are asked for first, then everything else must follow from them. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void weak_units_are_the_same_in_all_that_a_card_lives_through(int oneOf) throws IOException {
        CardProfile kind = CardProfile.parse("program-noop:unit=4KiB,one-of=" + oneOf);
        Map<Integer, Integer> weakOfSeed = new HashMap<>();
        for (int seed = 0; seed < SCRIPTS; seed++) {
            List<Long> probed = new LiveScript(
                            List.of(new CrashScript.Op(CrashScript.Kind.WRITE, 0, CrashScript.SECTORS, false)))
                    .run(image, kind, seed)
                    .held();
            IntPredicate weak = sector -> probed.get(sector) == CrashScript.originTag(sector);
            weakOfSeed.put(seed, (int) IntStream.range(0, CrashScript.SECTORS / 8)
                    .filter(unit -> weak.test(unit * 8))
                    .count());
            LiveScript script = script(seed);

            assertSame(
                    script.run(image, kind, seed),
                    LiveModel.answers(script, LiveModel.programNoop(weak)),
                    "%s, seed %d, %s".formatted(kind, seed, script.ops()));
        }
        double expected = CrashScript.SECTORS / 8.0 / oneOf;
        assertThat(weakOfSeed.values().stream().mapToInt(it -> it).average().orElse(0))
                .as("weak units of %d on average, of which one in %d is", CrashScript.SECTORS / 8, oneOf)
                .isBetween(0.8 * expected, 1.2 * expected);
    }

    @Tag("nightly")
    @Timeout(600)
    @Test
    void each_of_them_on_many_scripts() throws IOException {
        for (Map.Entry<String, Supplier<Rule>> fault : PLAIN.entrySet()) {
            assertThat(differences(fault.getKey(), fault.getValue(), NIGHTLY))
                    .as(fault.getKey())
                    .isGreaterThan(NIGHTLY / 2);
        }
    }
}
