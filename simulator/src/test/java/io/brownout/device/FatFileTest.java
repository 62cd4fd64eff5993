package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FatFileTest {
    private static final String NEW = "{\"new\":1}";

    @TempDir
    Path folder;

    private Path config() {
        return folder.resolve("config.json");
    }

    private static String digest(String text) throws Exception {
        return java.util.HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("MD5")
                        .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void what_is_written_is_read_and_nothing_is_left_beside() throws IOException {
        Files.writeString(config(), "old");
        Files.writeString(folder.resolve(".config.json.00000000.0.tmp"), "left by an earlier cut");

        new FatFile(config()).write(NEW, new Random(1));

        assertThat(new FatFile(config()).read()).isEqualTo(NEW);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(config());
        }
    }

    /** On a FAT a rename that is cut may leave the file torn or gone; the copy is whole by then. */
    @Test
    void whatever_a_cut_leaves_the_old_one_or_the_new_one_is_read() throws Exception {
        Path copy = folder.resolve(".config.json.0badcafe." + digest(NEW) + ".md5sum");
        Path temporary = folder.resolve(".config.json.0badcafe." + digest(NEW) + ".tmp");
        Files.writeString(config(), "old");
        for (int length = 0; length < NEW.length(); length++) {
            Files.writeString(copy, NEW.substring(0, length));
            assertThat(new FatFile(config()).read())
                    .as("copy torn at %d", length)
                    .isEqualTo("old");
        }
        Files.writeString(copy, NEW);
        assertThat(new FatFile(config()).read()).isEqualTo(NEW);
        Files.writeString(temporary, NEW.substring(3));
        assertThat(new FatFile(config()).read()).isEqualTo(NEW);
        Files.writeString(config(), NEW.substring(0, 4));
        assertThat(new FatFile(config()).read()).as("file torn").isEqualTo(NEW);
        Files.delete(config());
        assertThat(new FatFile(config()).read()).as("file gone").isEqualTo(NEW);
    }
}
