package io.brownout.qemu;

import io.brownout.board.Deadline;
import io.brownout.card.Card;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** A program that starts a board and then does nothing, until somebody ends it. Run by {@link OrphanTest} in a JVM of its own. */
final class BoardForOrphanTest {
    private BoardForOrphanTest() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        try (Card card = Card.of(Path.of(arguments[1]))
                        .journal(folder.resolve("journal"))
                        .build();
                QemuBoard board = QemuBoard.of(BoardModel.RASPI3B)
                        .card(card)
                        .runFolder(folder)
                        .build()) {
            board.start();
            board.console().expect(Pattern.compile("Executing script"), Deadline.in(Duration.ofMinutes(1)));
            System.out.println("ready");
            Thread.sleep(Duration.ofMinutes(10)); // For the kill; a test that forgets it is not kept for ever.
        }
    }
}
