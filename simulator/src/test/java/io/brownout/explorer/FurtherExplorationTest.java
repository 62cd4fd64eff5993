package io.brownout.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.card.Card;
import io.brownout.card.CardConnection;
import io.brownout.card.CardHistory;
import io.brownout.card.StateId;
import io.brownout.explorer.CutVerdict.Kind;
import io.brownout.explorer.Life.Begin;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.SectorView;
import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets the power go twice under a device of a few lines. Its files are sectors 0 and 1; an update makes them (0,0), (1,0), (1,1), (2,1), and a device that finds it begun goes back: (1,9), (1,0), (0,0). Nobody reads sector 2 as a file.
 */
class FurtherExplorationTest {
    private static final int SECTOR_BYTES = 512;
    private static final int SECTORS = 8;
    private static final int HALF_UNDONE = 9;
    private static final Partition BOOT = new Partition(1, 0x0e, true, 0, SECTORS, "boot");

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final AtomicInteger boots = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private interface Program {
        CutVerdict run(NbdClient card) throws IOException;
    }

    private Trial device(Program program) {
        return (card, state) -> {
            boots.incrementAndGet();
            try (CardConnection connection = card.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                CutVerdict verdict = program.run(client);
                return new Life(Begin.POWER_ON, verdict, List.of(verdict.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static int read(NbdClient card, int sector) throws IOException {
        return card.read((long) sector * SECTOR_BYTES, SECTOR_BYTES)[0];
    }

    private static void write(NbdClient card, int sector, int value) throws IOException {
        byte[] content = new byte[SECTOR_BYTES];
        content[0] = (byte) value;
        card.write((long) sector * SECTOR_BYTES, content);
    }

    /** Goes back whatever it finds. */
    private static CutVerdict careful(NbdClient card) throws IOException {
        write(card, 2, read(card, 2) + 1);
        return switch (read(card, 0)) {
            case 0 -> new CutVerdict(Kind.OLD_RELEASE, "");
            case 1 -> {
                write(card, 1, HALF_UNDONE);
                write(card, 1, 0);
                write(card, 0, 0);
                yield new CutVerdict(Kind.OLD_RELEASE, "");
            }
            default -> new CutVerdict(Kind.NEW_RELEASE, "");
        };
    }

    /** Does not know what it has left itself. */
    private static CutVerdict careless(NbdClient card) throws IOException {
        return read(card, 1) == HALF_UNDONE ? new CutVerdict(Kind.STUCK, "half undone") : careful(card);
    }

    private CutPoints recorded() throws IOException {
        Card card = own(Card.blank(SECTORS * SECTOR_BYTES).build());
        try (CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            write(client, 0, 1);
            write(client, 1, 1);
            write(client, 0, 2);
        }
        return new CutPoints(card.history(), 0, 3);
    }

    private <T extends AutoCloseable> T own(T one) {
        opened.add(one);
        return one;
    }

    private static <R> ExplorationResult<R> read(CutPoints points, Function<SectorView, R> reading)
            throws InterruptedException {
        return new Exploration<>(points, new HostExaminer<>(points.history(), reading), new ExplorationListener<R>() {})
                .run(1, 1, Deadline.in(Duration.ofMinutes(1)));
    }

    private static Likeness likeness(CutPoints points) throws InterruptedException {
        return Likeness.of(
                points,
                List.of(new Likeness.Aspect<>(
                        read(points, view -> List.of(view.read(0, 1)[0], view.read(1, 1)[0])), files -> 0)));
    }

    private static ExplorationResult<String> losses(CutPoints points) throws InterruptedException {
        return read(points, view -> "");
    }

    private Map<String, CutVerdict> firstCuts(CutPoints points, Trial trial) throws InterruptedException {
        Map<String, CutVerdict> known = new HashMap<>();
        Likeness likeness = likeness(points);
        for (int point = 0; point < points.count(); point++) {
            try (Card card = Card.at(points.history(), points.state(point)).build()) {
                known.put(
                        likeness.digest(point),
                        trial.run(card, points.state(point)).verdict());
            }
        }
        return known;
    }

    private List<Recovery> recoveries(CutPoints points, Trial trial) throws InterruptedException {
        List<Recovery> recoveries = new ArrayList<>();
        for (int point = 0; point < points.count(); point++) {
            StateId cut = points.state(point);
            Card card = own(Card.at(points.history(), cut).build());
            trial.run(card, cut);
            CutPoints second = Recovery.points(card.history());
            recoveries.add(new Recovery(cut, second, likeness(second), losses(second)));
        }
        return recoveries;
    }

    private FurtherExploration cuts(Program program) throws Exception {
        CutPoints points = recorded();
        Trial trial = device(program);
        Map<String, CutVerdict> known = firstCuts(points, trial);
        List<Recovery> recoveries = recoveries(points, trial);
        boots.set(0);
        return new FurtherExploration(
                known, recoveries, it -> new DeviceExaminer(it.history(), BOOT, trial), new Quiet());
    }

    private static final class Quiet implements FurtherExploration.Listener {
        @Override
        public void found(CrashPlace place, long like, Life life, CutVerdict verdict, long judged, long states) {}

        @Override
        public void audited(CrashPlace place) {}
    }

    private static FurtherResult run(FurtherExploration cuts) throws InterruptedException {
        return cuts.run(2, 1, Deadline.in(Duration.ofMinutes(1)));
    }

    @Test
    void a_device_that_does_not_survive_its_own_recovery_is_found_by_one_boot() throws Exception {
        FurtherExploration cuts = cuts(FurtherExplorationTest::careless);

        FurtherResult result = run(cuts);

        assertThat(result.open()).isZero();
        assertThat(result.boots()).isEqualTo(1);
        assertThat(result.verdicts()).containsEntry(Kind.STUCK, 2L);
        assertThat(result.failures()).singleElement().satisfies(it -> {
            assertThat(it.verdict()).isEqualTo(new CutVerdict(Kind.STUCK, "half undone"));
            assertThat(it.place()).hasToString("after-1, then after-2");
            assertThat(it.count()).isEqualTo(2);
        });
    }

    @Test
    void all_second_cuts_of_a_careful_device_are_judged_and_what_a_first_cut_leaves_as_well_needs_no_boot()
            throws Exception {
        FurtherExploration cuts = cuts(FurtherExplorationTest::careful);

        FurtherResult result = run(cuts);

        // (0,0) and (2,1) write once; (1,0) and (1,1) go back in three writes more.
        assertThat(result.states()).isEqualTo(1 + 4 + 4 + 1);
        assertThat(result.byFirstBoots()).isEqualTo(8);
        assertThat(result.byOwnBoots()).isEqualTo(2);
        assertThat(result.failures()).isEmpty();
        assertThat(result.audits()).isPositive();
        assertThat(boots).hasValue(result.boots() + result.audits());
    }

    @Test
    void a_device_that_sees_more_than_the_files_ends_it() throws Exception {
        FurtherExploration cuts = cuts(card -> {
            int count = read(card, 2);
            CutVerdict verdict = careful(card);
            return count > 0 ? new CutVerdict(Kind.STUCK, "it has been here before") : verdict;
        });

        assertThatThrownBy(() -> run(cuts))
                .isInstanceOf(HarnessException.class)
                .hasMessageContaining("holds the same files");
    }

    @Test
    void what_the_time_does_not_suffice_for_is_open() throws Exception {
        FurtherResult result = cuts(FurtherExplorationTest::careful).run(2, 1, Deadline.in(Duration.ZERO));

        assertThat(result.open()).isEqualTo(2);
        assertThat(result.byFirstBoots()).isEqualTo(8);
    }

    @Test
    void a_journal_is_opened_with_the_history_that_its_card_began_in(@TempDir Path recoveries) throws Exception {
        CutPoints points = recorded();
        Path folder = recoveries.resolve("after-1");
        new DeviceExaminer(points.history(), BOOT, device(FurtherExplorationTest::careful), Optional.of(recoveries))
                .examine(StateId.after(1));

        CardHistory life = CardHistory.open(folder, points.history());

        assertThat(life.writes()).isEqualTo(4);
        assertThat(life.after(0).read(0, 1)[0]).isEqualTo((byte) 1);
        assertThat(life.after(4).read(0, 1)[0]).isEqualTo((byte) 0);
        CardHistory other = recorded().history();
        assertThatThrownBy(() -> CardHistory.open(folder, other)).hasMessageContaining("of a journal begun at");
    }
}
