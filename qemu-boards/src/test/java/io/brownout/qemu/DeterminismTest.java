package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Deadline;
import io.brownout.card.Card;
import io.brownout.card.CardRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The claim that everything rests on: on a Pi 3 in the virtual clock two runs of the whole chain are the same, to the byte. */
@Timeout(300)
class DeterminismTest {
    // To the end of its line: a pattern that is sure before would cut the power in the middle of the word.
    /** The last word of a boot. How far a guest gets after it depends on when it is killed, so nothing after it is compared. */
    private static final Pattern LAST_WORD = Pattern.compile("device-report: idle .*$");

    @TempDir
    Path folder;

    /** What one run was: the console to its last word, and the requests to the card until then. */
    private record Run(String console, List<String> requests) {}

    private Run run(String name) throws IOException {
        Image probe = Guests.probe();
        try (Card card = Card.of(probe.path())
                        .name("card")
                        .journal(folder.resolve(name + "-journal"))
                        .build();
                QemuBoard board = QemuBoard.of(BoardModel.RASPI3B)
                        .card(card)
                        .epoch(probe.epoch())
                        .runFolder(folder.resolve(name))
                        .build()) {
            board.start();
            board.console().expect(LAST_WORD, Deadline.in(Duration.ofMinutes(2)));
            board.power().cut();
            return new Run(
                    Files.readString(board.consoleLog()),
                    card.journal().requests().map(DeterminismTest::timeless).toList());
        }
    }

    private static String timeless(CardRequest request) {
        return "%s %d+%d %016x".formatted(request.kind(), request.offset(), request.length(), request.hash());
    }

    @Test
    void two_boots_of_the_probe_are_the_same_console_and_the_same_card_requests() throws IOException {
        Run first = run("first");
        Run second = run("second");

        assertThat(second.console()).isEqualTo(first.console());
        assertThat(first.requests().size()).isGreaterThan(20_000);
        assertThat(firstDifference(first.requests(), second.requests())).isEqualTo("none");
    }

    private static String firstDifference(List<String> first, List<String> second) {
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            String one = i < first.size() ? first.get(i) : "the end";
            String other = i < second.size() ? second.get(i) : "the end";
            if (!one.equals(other)) {
                return "request %d: %s, then %s".formatted(i, one, other);
            }
        }
        return "none";
    }
}
