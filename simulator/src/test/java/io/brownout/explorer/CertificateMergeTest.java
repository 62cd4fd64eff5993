package io.brownout.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.HarnessException;
import io.brownout.explorer.CutVerdict.Kind;
import io.brownout.explorer.Life.Begin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CertificateMergeTest {
    private static final Subject SUBJECT = new Subject(
            "raspi3b", true, 1, new TreeMap<>(Map.of("a:1", "sha256:00")), "a:1", "a:2", "settles", 100, 120, 7);
    private static final Path ONE = Path.of("one/after-103.json");
    private static final Path TWO = Path.of("two/after-105.json");

    private final CertificateMerge merge = new CertificateMerge();

    private static Certificate certificate(String state, String points, String presumed, Begin begun, Kind verdict) {
        return new Certificate(
                SUBJECT,
                state,
                points,
                presumed,
                begun,
                verdict,
                "",
                "0..9",
                "sha256:00",
                600,
                List.of(7L, 9L),
                List.of("U-Boot, begun at " + begun, "device-report: idle"));
    }

    private static Certificate said(Certificate certificate, String line, long trace) {
        return new Certificate(
                SUBJECT,
                certificate.state(),
                certificate.points(),
                certificate.presumed(),
                certificate.begun(),
                certificate.verdict(),
                certificate.detail(),
                certificate.footprint(),
                certificate.footprintDigest(),
                certificate.requests(),
                List.of(7L, trace),
                List.of(line, "device-report: idle"));
    }

    @Test
    void certificates_that_agree_on_shared_points_are_all_kept() {
        Certificate one = certificate("after-103", "0..5", "4..5", Begin.POWER_ON, Kind.OLD_RELEASE);
        Certificate two = certificate("after-105", "5..9", "", Begin.KERNEL, Kind.OLD_RELEASE);

        merge.add(ONE, one);
        merge.add(TWO, two);

        assertThat(merge.certificates()).containsExactly(one, two);
    }

    @Test
    void two_verdicts_for_one_point_name_both_certificates_and_the_point() {
        merge.add(ONE, certificate("after-103", "0..5", "4..5", Begin.POWER_ON, Kind.OLD_RELEASE));

        assertThatThrownBy(
                        () -> merge.add(TWO, certificate("after-105", "5..9", "", Begin.POWER_ON, Kind.DOES_NOT_BOOT)))
                .isInstanceOf(HarnessException.class)
                .hasMessageContainingAll(
                        ONE.toString(), TWO.toString(), "after-105", "OLD_RELEASE", "DOES_NOT_BOOT", "--verify");
    }

    @Test
    void what_two_runs_know_of_one_state_is_put_together_and_proof_beats_presumption() {
        merge.add(ONE, certificate("after-103", "0..5", "4..5", Begin.KERNEL, Kind.OLD_RELEASE));
        merge.add(TWO, certificate("after-103", "3..8", "7..8", Begin.POWER_ON, Kind.OLD_RELEASE));

        assertThat(merge.certificates())
                .containsExactly(certificate("after-103", "0..8", "7..8", Begin.POWER_ON, Kind.OLD_RELEASE));
    }

    @Test
    void one_state_with_two_lives_names_both_certificates() {
        Certificate one = certificate("after-103", "0..5", "", Begin.POWER_ON, Kind.OLD_RELEASE);
        merge.add(ONE, one);

        assertThatThrownBy(() -> merge.add(TWO, said(one, one.console().getFirst(), 10)))
                .isInstanceOf(HarnessException.class)
                .hasMessageContainingAll(ONE.toString(), TWO.toString(), "not deterministic");
        assertThatThrownBy(() -> merge.add(TWO, said(one, "something else", 9)))
                .isInstanceOf(HarnessException.class)
                .hasMessageContainingAll(ONE.toString(), TWO.toString());
    }
}
