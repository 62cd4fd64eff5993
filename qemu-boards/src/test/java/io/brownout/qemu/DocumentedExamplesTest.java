package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Board;
import io.brownout.board.Deadline;
import io.brownout.card.Card;
import io.brownout.qemu.BoardModel.CardAttachment;
import io.brownout.qemu.BoardModel.CardSizeRule;
import io.brownout.qemu.BoardModel.Handover;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the examples of docs/add-a-board.md and docs/add-an-image.md, and sees to it that they are what stands there. */
@Timeout(120)
class DocumentedExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Path SOURCE = Path.of("src/test/java/io/brownout/qemu/DocumentedExamplesTest.java");
    private static final String SCRIPT = "echo device-report: running slot=A version=1\nwhile true; do true; done";

    @TempDir
    Path folder;

    @Test
    void a_board_of_ones_own_is_a_value() {
        Path image = Guests.running(folder, SCRIPT);

        BoardModel pi3a = new BoardModel(
                "raspi3ap",
                List.of("-M", "raspi3ap", "-global", "bcm2837.enabled-cpus=1"),
                List.of(),
                BoardModel.RASPI3B.clocks(),
                1,
                CardAttachment.SD,
                CardSizeRule.POWER_OF_TWO,
                "usb-net",
                List.of(),
                Handover.KERNEL_AND_DEVICE_TREE,
                Set.of("all", "pi3", "pi3+"),
                Set.of(),
                BoardModel.RASPI3B.capabilities(),
                BoardModel.RASPI3B.resumption());

        try (Card card = Card.of(image).build();
                Board board = QemuBoard.of(pi3a).card(card).runFolder(folder).build()) {
            board.start();
            board.console().expect(Pattern.compile("device-report: running"), Deadline.in(Duration.ofMinutes(1)));
        }
    }

    @Test
    void an_image_of_ones_own_is_a_file() {
        Path myImage = Guests.running(folder, SCRIPT);

        Image image = ImageFile.open(myImage);
        try (Card card = Card.of(image.path()).build();
                Board board = QemuBoard.of(BoardModel.RASPI3B)
                        .card(card)
                        .epoch(image.epoch())
                        .runFolder(folder)
                        .build()) {
            board.start();
        }
    }

    @Test
    void an_image_that_is_built_is_a_name() {
        Path recipes = Path.of("images");

        ImageStore store = new ImageStore(recipes, ImageStore.usualCache(), System.err::println);
        Image image = store.image(ImageName.parse("probe:1"));

        assertThat(image.path()).isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"add-a-board.md", "add-an-image.md"})
    void what_the_documentation_shows_is_what_is_run_here(String name) throws IOException {
        String here = withoutSpaces(Files.readString(SOURCE));

        List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("../docs", name)))
                .results()
                .map(example -> withoutSpaces(example.group(1)))
                .toList();

        assertThat(examples).isNotEmpty().allSatisfy(example -> assertThat(here).contains(example));
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }
}
