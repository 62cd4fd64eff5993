package io.brownout.explorer;

import static io.brownout.explorer.SmallDevices.BOOT;
import static io.brownout.explorer.SmallDevices.NOBODY;
import static io.brownout.explorer.SmallDevices.SECTORS;
import static io.brownout.explorer.SmallDevices.SECTOR_BYTES;
import static io.brownout.explorer.SmallDevices.all;
import static io.brownout.explorer.SmallDevices.device;
import static io.brownout.explorer.SmallDevices.examiner;
import static io.brownout.explorer.SmallDevices.explore;
import static io.brownout.explorer.SmallDevices.filled;
import static io.brownout.explorer.SmallDevices.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.card.Card;
import io.brownout.card.CardConnection;
import io.brownout.explorer.CutVerdict.Kind;
import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Explores cards of devices that are programs of a few lines, and compares with running every single state. */
class ExplorationTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void every_point_gets_the_verdict_that_running_its_own_state_gives(long seed) throws Exception {
        Trial trial = device(SmallDevices::wander);
        try (Card card = recorded(120, seed)) {
            CutPoints points = all(card.history());

            ExplorationResult<Life> result = explore(points, trial);

            assertThat(result.covered()).isEqualTo(121);
            for (int point = 0; point < points.count(); point++) {
                int at = point;
                try (Card own = Card.at(points.history(), points.state(point)).build()) {
                    assertThat(classOf(result, at).result())
                            .as("the class of %s", points.state(at))
                            .isEqualTo(trial.run(own, points.state(at)));
                }
            }
        }
    }

    private static CutClass<Life> classOf(ExplorationResult<Life> result, int point) {
        List<CutClass<Life>> those =
                result.classes().stream().filter(it -> it.contains(point)).toList();
        assertThat(those).as("classes of point %d", point).hasSize(1);
        return those.getFirst();
    }

    @Test
    void a_device_that_reads_one_sector_has_a_class_for_each_content_of_it() throws Exception {
        try (Card card = Card.blank(SECTORS * SECTOR_BYTES).build()) {
            try (CardConnection connection = card.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                for (int i = 0; i < 300; i++) {
                    client.write((long) (i % 3 == 0 ? 7 : 8 + i % 50) * SECTOR_BYTES, filled(i < 150 ? 0 : 1));
                }
            }
            AtomicInteger runs = new AtomicInteger();
            Trial trial = device(client -> {
                runs.incrementAndGet();
                byte content = client.read(7 * SECTOR_BYTES, SECTOR_BYTES)[0];
                return new CutVerdict(content == 0 ? Kind.OLD_RELEASE : Kind.DOES_NOT_BOOT, "content " + content);
            });

            ExplorationResult<Life> result = explore(all(card.history()), trial);

            assertThat(result.classes())
                    .extracting(it -> it.result().verdict().kind(), CutClass::size)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(Kind.OLD_RELEASE, 151),
                            org.assertj.core.groups.Tuple.tuple(Kind.DOES_NOT_BOOT, 150));
            assertThat(runs).as("runs, with the audit's").hasValueLessThan(20);
            assertThat(result.audits()).isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void what_a_device_has_written_itself_tells_nothing_about_the_state() throws Exception {
        try (Card card = recorded(100, 9)) {
            Trial trial = device(client -> {
                client.write(0, filled(1));
                client.read(0, SECTOR_BYTES);
                return new CutVerdict(Kind.OLD_RELEASE, "");
            });

            ExplorationResult<Life> result = explore(all(card.history()), trial);

            assertThat(result.classes()).singleElement().satisfies(it -> {
                assertThat(it.size()).isEqualTo(101);
                assertThat(it.finding().footprint().isEmpty()).isTrue();
            });
        }
    }

    @Test
    void a_content_that_comes_back_is_the_same_class_again() throws Exception {
        try (Card card = Card.blank(SECTORS * SECTOR_BYTES).build()) {
            try (CardConnection connection = card.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                for (int content : new int[] {1, 0, 1, 0}) {
                    client.write(0, filled(content));
                }
            }
            Trial trial =
                    device(client -> new CutVerdict(Kind.OLD_RELEASE, "content " + client.read(0, SECTOR_BYTES)[0]));

            ExplorationResult<Life> result = explore(all(card.history()), trial);

            assertThat(result.classes())
                    .extracting(it -> it.points().toString())
                    .containsExactly("{0, 2, 4}", "{1, 3}");
        }
    }

    @Test
    void what_the_time_did_not_suffice_for_is_reported_as_open() throws Exception {
        try (Card card = recorded(50, 3)) {
            CutPoints points = all(card.history());
            Examiner<Life> examiner = new DeviceExaminer(points.history(), BOOT, device(SmallDevices::wander));

            ExplorationResult<Life> result =
                    new Exploration<>(points, examiner, NOBODY).run(1, 1, Deadline.in(Duration.ZERO));

            assertThat(result.covered()).isZero();
            assertThat(result.open().cardinality()).isEqualTo(51);
        }
    }

    @Test
    void what_is_read_on_the_test_machine_is_found_out_for_every_point_too() throws Exception {
        try (Card card = recorded(200, 11)) {
            CutPoints points = all(card.history());
            Examiner<Integer> sum = new HostExaminer<>(
                    points.history(), view -> view.read(3, 1)[0] + 10 * view.read(3 + view.read(3, 1)[0], 1)[0]);

            ExplorationResult<Integer> result = new Exploration<>(points, sum, new ExplorationListener<>() {})
                    .run(2, 1, Deadline.in(Duration.ofMinutes(1)));

            for (int point = 0; point < points.count(); point++) {
                assertThat(result.classOf(point).orElseThrow().result())
                        .isEqualTo(sum.examine(points.state(point)).result());
            }
            assertThat(result.classes()).hasSizeLessThan(60);
        }
    }

    @Test
    void a_part_of_a_recording_is_explored_from_its_own_first_point() throws Exception {
        Trial trial = device(SmallDevices::wander);
        try (Card card = recorded(120, 6)) {
            CutPoints part = new CutPoints(card.history(), 60, 90);

            ExplorationResult<Life> result = explore(part, trial);

            List<String> own = new ArrayList<>();
            List<String> found = new ArrayList<>();
            for (int point : IntStream.range(0, part.count()).toArray()) {
                try (Card state = Card.at(part.history(), part.state(point)).build()) {
                    own.add(trial.run(state, part.state(point)).verdict().detail());
                }
                found.add(classOf(result, point).result().verdict().detail());
            }
            assertThat(found).isEqualTo(own);
        }
    }

    /** The first two sectors hold a file twice, and a third says which copy counts: three writes move it, and nobody who reads the file sees that. */
    private static int fileOf(io.brownout.filesystem.SectorView card) {
        return card.read(1 + card.read(0, 1)[0], 1)[0];
    }

    private static Card moving(int moves) throws IOException {
        Card card = Card.blank(SECTORS * SECTOR_BYTES).build();
        try (CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            for (int i = 0; i < moves; i++) {
                int copy = i % 2;
                client.write((1L + copy) * SECTOR_BYTES, filled(i < moves / 2 ? 0 : 1));
                client.write(0, tagged(copy, i));
            }
        }
        return card;
    }

    private static byte[] tagged(int copy, int tag) {
        byte[] sector = new byte[SECTOR_BYTES];
        sector[0] = (byte) copy;
        sector[1] = (byte) tag;
        return sector;
    }

    private static CutVerdict readsFile(NbdClient client) throws IOException {
        int copy = client.read(0, SECTOR_BYTES)[0];
        int content = client.read((1L + copy) * SECTOR_BYTES, SECTOR_BYTES)[0];
        return new CutVerdict(content == 0 ? Kind.OLD_RELEASE : Kind.NEW_RELEASE, "");
    }

    private static Likeness alike(CutPoints points) throws InterruptedException {
        return Likeness.of(
                points,
                List.of(new Likeness.Aspect<>(
                        new Exploration<>(
                                        points,
                                        new HostExaminer<>(points.history(), ExplorationTest::fileOf),
                                        new ExplorationListener<Integer>() {})
                                .run(2, 1, Deadline.in(Duration.ofMinutes(1))),
                        content -> content)));
    }

    @Test
    void states_that_hold_the_same_files_are_decided_together_counted_apart_and_audited() throws Exception {
        try (Card card = moving(50)) {
            CutPoints points = all(card.history());
            AtomicInteger runs = new AtomicInteger();
            Trial trial = device(client -> {
                runs.incrementAndGet();
                return readsFile(client);
            });

            ExplorationResult<Life> result = new Exploration<>(
                            points, examiner(points, trial), examiner(points, trial), alike(points), NOBODY)
                    .run(2, 1, Deadline.in(Duration.ofMinutes(1)));

            assertThat(result.classes())
                    .extracting(it -> it.result().verdict().kind())
                    .containsExactly(Kind.OLD_RELEASE, Kind.NEW_RELEASE);
            assertThat(result.covered()).isEqualTo(points.count());
            assertThat(result.presumed()).isGreaterThan(90);
            assertThat(result.audits()).isGreaterThanOrEqualTo(10);
            assertThat(runs).hasValue(result.classes().size() + result.audits());
        }
    }

    @Test
    void a_device_that_sees_more_than_the_files_ends_the_exploration() throws Exception {
        try (Card card = moving(50)) {
            CutPoints points = all(card.history());
            Trial trial = device(client -> new CutVerdict(
                    client.read(0, SECTOR_BYTES)[1] % 3 == 0 ? Kind.OLD_RELEASE : Kind.STUCK, "by the tag"));

            assertThatThrownBy(() -> new Exploration<>(
                                    points, examiner(points, trial), examiner(points, trial), alike(points), NOBODY)
                            .run(2, 1, Deadline.in(Duration.ofMinutes(1))))
                    .isInstanceOf(HarnessException.class)
                    .hasMessageContaining("holds the same files as");
        }
    }

    @Test
    void what_looks_like_trouble_is_examined_first() throws Exception {
        try (Card card = moving(50)) {
            CutPoints points = all(card.history());
            List<Kind> order = new ArrayList<>();
            ExplorationListener<Life> listener = new ExplorationListener<>() {
                @Override
                public void found(CutClass<Life> found, int covered, int of) {
                    order.add(found.result().verdict().kind());
                }
            };

            new Exploration<>(
                            points,
                            examiner(points, device(ExplorationTest::readsFile)),
                            examiner(points, device(ExplorationTest::readsFile)),
                            alike(points),
                            listener)
                    .run(1, 1, Deadline.in(Duration.ofMinutes(1)));

            assertThat(order).first().isEqualTo(Kind.NEW_RELEASE); // Content 1 counts as more urgent than content 0.
        }
    }

    @Test
    void parts_of_the_points_together_are_all_of_them_and_what_was_found_is_taken_over() throws Exception {
        try (Card card = recorded(120, 8)) {
            CutPoints points = all(card.history());
            Examiner<Life> examiner = new DeviceExaminer(points.history(), BOOT, device(SmallDevices::wander));
            List<CutClass<Life>> found = new ArrayList<>();
            for (int part = 0; part < 3; part++) {
                Exploration<Life> exploration = new Exploration<>(points, examiner, NOBODY);
                exploration.only(Likeness.NONE.part(part, 3, points.count()));
                found.addAll(exploration
                        .run(1, 1, Deadline.in(Duration.ofMinutes(1)))
                        .classes());
            }

            Exploration<Life> merged = new Exploration<>(points, examiner, NOBODY);
            merged.resume(found);

            ExplorationResult<Life> whole = explore(points, device(SmallDevices::wander));
            assertThat(merged.result().covered()).isEqualTo(121);
            for (int point = 0; point < points.count(); point++) {
                assertThat(classOf(merged.result(), point).result())
                        .isEqualTo(classOf(whole, point).result());
            }
        }
    }
}
