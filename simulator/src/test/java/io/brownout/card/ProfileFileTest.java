package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileFileTest {
    @TempDir
    private Path folder;

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("card.yml"), text);
    }

    @Test
    void the_example_of_the_documentation_is_a_profile() throws IOException {
        Matcher example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "cards.md")));
        assertThat(example.find()).isTrue();

        CardProfile profile = CardProfile.named(written(example.group(1)).toString());

        assertThat(profile)
                .isEqualTo(CardProfile.parse(
                        "window:commands=4,loses=any+torn-page:page=16KiB+lying-flush+slow:write=100ms"));
    }

    @Test
    void a_file_without_faults_in_it_is_an_ideal_card() throws IOException {
        assertThat(CardProfile.named(written("faults: {}\n").toString())).isEqualTo(CardProfile.ideal());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                            | :1: expected a card profile, the file is empty
                    'seen: here'                                  | :1: expected the key "faults"
                    'faults: {}/fault: {}'                        | :2: unknown key "fault", expected one of faults, seen
                    'faults:/  window:/    comands: 8'            | :3: window has no parameter "comands"; it has commands, time, loses
                    'faults:/  window:/    commands: 8MiB'        | :3: commands of window: expected a whole number below 1000000000 or all, got "8MiB"
                    'faults:/  torn-page:/    page: 8'            | :3: page of torn-page: expected a size with its unit
                    'faults:/  slow:/    read: 1ms/    write: 5'  | :4: write of slow: expected a time such as 250ms or 2s, got "5"
                    'faults:/  torn-page:/    page: [8KiB]'       | :3: expected one value
                    'faults:/  torn-page: 8KiB'                   | :2: expected torn-page as keys with values
                    'faults:/  torn-pge:'                         | :2: there is no card profile "torn-pge"
                    'faults:/  window:/  slow:/  window:'         | :4: the key "window" is there twice
                    'faults: [window]'                            | :1: expected faults as keys with values
                    'faults:/  window: {commands: 8'              | no YAML
                    'faults:/  paired-page:/    page: 3KiB'       | :3: paired-page: a size of 4MiB, expected a positive multiple of 3KiB
                    """)
    void what_is_wrong_is_told_in_one_line_with_its_place(String text, String message) throws IOException {
        Path file = written(text.replace('/', '\n'));

        assertThatThrownBy(() -> CardProfile.named(file.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> CardProfile.named("nowhere/card.yaml"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("nowhere/card.yaml");
    }
}
