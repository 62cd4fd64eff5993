package io.brownout.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.card.CardConnection;
import io.brownout.explorer.CutVerdict.Kind;
import io.brownout.explorer.Life.Begin;
import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
    @TempDir
    Path folder;

    private Card card;
    private CutPoints points;

    @BeforeEach
    void recordTenWrites() throws IOException {
        card = Card.blank(1 << 20).build();
        try (CardConnection connection = card.plugIn(cut -> {});
                NbdClient client = NbdClient.connected(connection.socket())) {
            for (int i = 0; i < 10; i++) {
                client.write(i * 512L, filled(i));
            }
        }
        points = new CutPoints(card.history(), 2, 10);
    }

    private static byte[] filled(int value) {
        byte[] sector = new byte[512];
        java.util.Arrays.fill(sector, (byte) value);
        return sector;
    }

    @AfterEach
    void close() {
        card.close();
    }

    private Subject subject() {
        return new Subject(
                "raspi3b",
                true,
                1,
                new TreeMap<>(java.util.Map.of("a:1", "sha256:00")),
                "a:1",
                "a:2",
                "settles",
                2,
                10,
                card.journal().fingerprint());
    }

    private static BitSet set(int... those) {
        BitSet set = new BitSet();
        for (int one : those) {
            set.set(one);
        }
        return set;
    }

    private static Finding<Life> finding(String word, int... footprint) {
        return new Finding<>(
                new Life(Begin.POWER_ON, new CutVerdict(Kind.STUCK, "it boots and boots"), List.of("hello", word)),
                set(footprint),
                new Trace(600, List.of(7L, 9L)));
    }

    private CutClass<Life> stuck() {
        return new CutClass<>(3, points.state(3), set(2, 3, 4, 7), set(7), finding("stuck", 0, 1, 5));
    }

    @Test
    void a_class_comes_back_from_its_certificate_as_it_was() {
        Certificate.of(subject(), points.history(), stuck()).writeInto(folder);

        assertThat(Certificate.readAll(folder)).singleElement().satisfies(read -> {
            assertThat(read.found()).isEqualTo(stuck());
            assertThat(read.subject()).isEqualTo(subject());
            assertThat(read.differences(finding("stuck", 0, 1, 5), points.history()))
                    .isEmpty();
        });
    }

    @Test
    void what_is_not_found_again_is_told() throws IOException {
        Certificate certificate = Certificate.of(subject(), points.history(), stuck());

        assertThat(certificate.differences(finding("moved", 0, 1, 5), points.history()))
                .singleElement()
                .asString()
                .contains("\"moved\", before \"stuck\", in line 2");
        try (Card other = Card.blank(1 << 20).build()) {
            try (CardConnection connection = other.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                for (int i = 0; i < 10; i++) {
                    client.write(i * 512L, filled(i + 1));
                }
            }
            assertThat(certificate.differences(finding("stuck", 0, 1, 5), other.history()))
                    .containsExactly("the sectors that it read hold something else");
        }
    }

    @Test
    void a_file_that_is_no_certificate_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("after-1.json"), "{\"subject\":");

        assertThatThrownBy(() -> Certificate.readAll(folder))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void ranges_are_text_and_back() {
        assertThat(PointRanges.text(set(0, 1, 2, 5, 9, 10))).isEqualTo("0..2,5,9..10");
        assertThat(PointRanges.parse("0..2,5,9..10")).isEqualTo(set(0, 1, 2, 5, 9, 10));
        assertThat(PointRanges.parse(PointRanges.text(new BitSet()))).isEqualTo(new BitSet());
        assertThatThrownBy(() -> PointRanges.parse("3..1")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> PointRanges.parse("1,x")).isInstanceOf(UsageException.class);
    }
}
