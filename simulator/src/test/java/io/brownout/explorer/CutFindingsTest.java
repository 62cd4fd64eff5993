package io.brownout.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.card.CardConnection;
import io.brownout.explorer.CutFindings.Failure;
import io.brownout.explorer.CutVerdict.Kind;
import io.brownout.explorer.Life.Begin;
import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CutFindingsTest {
    private Card card;
    private CutPoints points;

    @BeforeEach
    void recordTenWrites() throws IOException {
        card = Card.blank(1 << 20).build();
        try (CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            for (int i = 0; i < 10; i++) {
                client.write(i * 512L, new byte[512]);
            }
        }
        points = new CutPoints(card.history(), 1, 10);
    }

    @AfterEach
    void close() {
        card.close();
    }

    private <R> CutClass<R> cutClass(R result, int... those) {
        BitSet set = new BitSet();
        for (int point : those) {
            set.set(point);
        }
        return new CutClass<>(
                those[0], points.state(those[0]), set, new BitSet(), new Finding<>(result, new BitSet(), Trace.NONE));
    }

    private static Life life(Kind kind) {
        return new Life(Begin.POWER_ON, new CutVerdict(kind, ""), List.of());
    }

    private <R> ExplorationResult<R> result(int open, List<CutClass<R>> classes) {
        BitSet none = new BitSet();
        none.set(10 - open, 10);
        return new ExplorationResult<>(points, classes, 0, none);
    }

    @Test
    void a_device_that_runs_without_its_users_files_is_a_failure_with_its_own_cut_points() {
        CutFindings findings = CutFindings.of(
                result(
                        0,
                        List.of(
                                cutClass(life(Kind.OLD_RELEASE), 0, 1, 2, 3, 4),
                                cutClass(life(Kind.NEW_RELEASE), 5, 6, 7, 8, 9))),
                result(0, List.of(cutClass("", 0, 1, 2, 7, 8, 9), cutClass("/user/a is gone", 3, 4, 5, 6))));

        assertThat(findings.verdicts()).isEqualTo(Map.of(Kind.OLD_RELEASE, 3, Kind.NEW_RELEASE, 3, Kind.DATA_LOST, 4));
        assertThat(findings.failures())
                .extracting(Failure::firstWrite, Failure::lastWrite, Failure::count)
                .containsExactly(Assertions.tuple(4L, 5L, 2), Assertions.tuple(6L, 7L, 2));
        assertThat(findings.open()).isZero();
    }

    @Test
    void a_device_that_does_not_boot_is_that_whatever_became_of_the_files() {
        CutFindings findings = CutFindings.of(
                result(0, List.of(cutClass(life(Kind.DOES_NOT_BOOT), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9))),
                result(0, List.of(cutClass("gone", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9))));

        assertThat(findings.verdicts()).isEqualTo(Map.of(Kind.DOES_NOT_BOOT, 10));
    }

    @Test
    void a_point_that_only_one_of_the_two_has_judged_is_open() {
        CutFindings findings = CutFindings.of(
                result(8, List.of(cutClass(life(Kind.OLD_RELEASE), 0, 1))),
                result(0, List.of(cutClass("", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9))));

        assertThat(findings.open()).isEqualTo(8);
    }

    @Test
    void points_outside_of_the_recording_are_refused() {
        Assertions.assertThatThrownBy(() -> new CutPoints(card.history(), 0, 11))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("0 to 10");
    }
}
