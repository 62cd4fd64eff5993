package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.filesystem.FatVolume;
import io.brownout.filesystem.Partition;
import io.brownout.nbd.NbdClient;
import io.brownout.testing.Images;
import io.brownout.testing.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples of docs/cards.md, and sees to it that they are what stands there. The profile file of that page is read by {@link ProfileFileTest}. */
class DocumentedCardTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile(" +//.*");
    private static final Path SOURCE = Path.of("src/test/java/io/brownout/card/DocumentedCardTest.java");
    private static final int WRITES = 130;

    @TempDir
    private Path root;

    private Path folder;
    private Path image;

    @BeforeEach
    void makeImage() throws IOException {
        folder = root.resolve("journal");
        image = labelledAsImagesAre(Images.card(root.resolve("card.img")));
        mcopy("resinOS_uEnv.txt", image);
    }

    /** The tools of dosfstools write labels in capitals; Brownout's images have them as they are named. */
    private static Path labelledAsImagesAre(Path raw) throws IOException {
        String content = Files.readString(raw, StandardCharsets.ISO_8859_1);
        return Files.writeString(raw, content.replace("RESIN-BOOT ", "resin-boot "), StandardCharsets.ISO_8859_1);
    }

    /** Puts a file of that name onto the boot partition. */
    private void mcopy(String name, Path raw) throws IOException {
        Path file = Files.writeString(root.resolve(name), text(name));
        Tool.run(Images.MTOOLS, "mcopy", "-o", "-i", Images.at(raw, Images.BOOT_SECTOR), file.toString(), "::/" + name);
    }

    /** No other file has it, and none that was there before. */
    private static String text(String name) {
        return "slot=A # of DocumentedCardTest, in " + name + "\n";
    }

    private static boolean names(byte[] content, String slot) {
        return new String(content, StandardCharsets.US_ASCII).contains("slot=" + slot);
    }

    /** What a board would do: it writes to a slot, then lets the file on its boot partition name that slot. */
    private static final class Machine {
        private final CompletableFuture<String> killed = new CompletableFuture<>();
        private final byte[] oldContent;
        private final long sector;

        Machine(byte[] card) {
            String text = new String(card, StandardCharsets.ISO_8859_1);
            int at = text.indexOf(text("resinOS_uEnv.txt"));
            this.sector = at / 512;
            this.oldContent = text.substring(at, at + 512).getBytes(StandardCharsets.ISO_8859_1);
        }

        void kill(String reason) {
            killed.complete(reason);
        }

        void run(String uri) throws IOException {
            Path socket = Path.of(uri.substring("nbd+unix:///?socket=".length()));
            try (NbdClient client = NbdClient.connected(socket)) {
                for (int write = 0; write < WRITES; write++) {
                    client.write((34_816 + 8L * write) * 512, new byte[4096]);
                }
                byte[] content = oldContent.clone();
                content[5] = 'B';
                client.request(0, NbdClient.WRITE, sector * 512, 512, content);
                assertThat(killed).succeedsWithin(Duration.ofSeconds(30));
            }
        }
    }

    @Test
    void a_card_is_edited_cut_at_the_write_that_commits_and_read() throws Exception {
        Machine board = new Machine(Files.readAllBytes(image));

        try (Card card = Card.of(image)
                .profile(CardProfile.tornCommand())
                .seed(7)
                .journal(folder)
                .build()) {
            card.edit(raw -> mcopy("config.json", raw));
            card.cutWhen(FatTriggers.fileNamesNewContent("resin-boot", "/resinOS_uEnv.txt", it -> names(it, "B")));
            try (CardConnection connection = card.plugIn(cut -> board.kill(cut.reason()))) {
                board.run("nbd+unix:///?socket=" + connection.socket());
            }
            FatVolume boot = FatVolume.open(card.view(), card.partition("resin-boot"));
            card.usage().bytesOf("resin-rootB");

            assertThat(boot.read("/config.json")).isPresent();
            assertThat(names(boot.read("/resinOS_uEnv.txt").orElseThrow(), "A")).isTrue();
            assertThat(card.usage().bytesOf("resin-rootB")).isEqualTo(WRITES * 4096L);
            statesOf(card);
        }
    }

    private static void statesOf(Card card) {
        Partition boot = card.partition("resin-boot");

        CardHistory history = card.history();
        FatVolume.open(history.after(120), boot);
        history.without(120, List.of(112L, 117L));
        history.versions(boot.firstSector());
        try (Card branch =
                Card.at(history, StateId.parse("after-120-torn-120.3")).build()) {
            branch.plugIn(cut -> {}).close();
        }

        assertThat(history.versions(34_816)).hasSize(2);
    }

    @Test
    void what_the_documentation_shows_is_what_is_run_here() throws IOException {
        String here = withoutSpaces(Files.readString(SOURCE));

        List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("../docs/cards.md")))
                .results()
                .map(example -> withoutSpaces(COMMENT.matcher(example.group(1)).replaceAll("")))
                .toList();

        // The test looks at more before it puts a card away than the page shows.
        assertThat(examples).hasSize(2).allSatisfy(example -> assertThat(here).contains(example.replaceAll("}$", "")));
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }
}
