package io.brownout.features;

import static io.brownout.board.BoardAssert.assertThat;
import static io.brownout.board.Slot.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Board;
import io.brownout.board.Deadline;
import io.brownout.card.Card;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.Image;
import io.brownout.qemu.ImageName;
import io.brownout.qemu.ImageStore;
import io.brownout.qemu.QemuBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README, as it stands there. */
class FirstBootTest {
    private static final Path CHECKOUT = Path.of("..");
    private final Image image = new ImageStore(
                    CHECKOUT.resolve("qemu-boards/images"), ImageStore.usualCache(), line -> {})
            .image(ImageName.parse("probe:1"));

    @TempDir
    private Path folder;

    // README: begin
    @Test
    void a_board_boots_and_loses_its_power() {
        try (Card card = Card.of(image.path()).build();
                Board board = QemuBoard.of(BoardModel.RASPI3B)
                        .card(card)
                        .runFolder(folder)
                        .build()) {
            board.start();
            board.await(Deadline.in(Duration.ofMinutes(2)), "running");
            assertThat(board).booted(slot("A")).runs("1");
            board.power().cut();
            assertThat(board).isOff();
        }
    }
    // README: end

    @Test
    void the_readme_shows_this_very_code() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/brownout/features/FirstBootTest.java"));
        String shown = source.substring(source.indexOf("// README: begin\n") + 17, source.indexOf("    // README: end"))
                .stripTrailing()
                .stripIndent();

        assertThat(Files.readString(CHECKOUT.resolve("README.md"))).contains(shown);
    }
}
