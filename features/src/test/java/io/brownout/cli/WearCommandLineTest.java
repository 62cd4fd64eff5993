package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.card.Card;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What `brownout wear` answers to input that cannot work. */
class WearCommandLineTest extends InProcessCommand {
    @Test
    void a_card_model_that_is_not_there_is_refused_with_those_there_are() {
        Answer answer = answer("wear", "--image", "probe:1", "--card-model", "floppy");

        assertThat(answer).isEqualTo(answer.usageNaming("floppy")).isEqualTo(answer.usageNaming("cheap-tlc"));
    }

    @Test
    void a_gate_that_cannot_be_read_is_refused_before_anything_is_booted() {
        Answer answer = answer("wear", "--image", "probe:1", "--gate", "not much");

        assertThat(answer).isEqualTo(answer.usageNaming("not much")).isEqualTo(answer.usageNaming("500MB/day"));
    }

    @Test
    void a_folder_without_a_journal_cannot_be_weighed() {
        Answer answer = answer(
                "wear",
                "--journal",
                folder.toString(),
                "--out",
                folder.resolve("out").toString());

        assertThat(answer).isEqualTo(answer.usageNaming(folder.toString()));
    }

    @Test
    void a_journal_has_no_image_to_be_held_against_another() {
        Answer answer = answer("wear", "--journal", folder.toString(), "--compare", "probe:1");

        assertThat(answer).isEqualTo(answer.usageNaming("--compare"));
    }

    @Test
    void a_gate_on_a_difference_needs_two_images() {
        Answer answer = answer("wear", "--image", "probe:1", "--gate", "+10% bytes/day");

        assertThat(answer).isEqualTo(answer.usageNaming("--compare"));
    }

    @Test
    void a_gates_file_with_an_unknown_key_is_refused_with_its_line() throws IOException {
        Path gates = Files.writeString(folder.resolve("gates.yml"), "gates:\n  year: 5\n");

        Answer answer = answer("wear", "--image", "probe:1", "--gate", gates.toString());

        assertThat(answer).isEqualTo(answer.usageNaming("gates.yml:2: unknown key \"year\""));
    }

    @Test
    void a_workload_that_is_not_there_is_refused_in_a_line() {
        String out = folder.resolve("out").toString();

        Answer answer = answer("wear", "--workload", "no_such.feature:5", "--out", out);

        assertThat(answer).isEqualTo(answer.usageNaming("no_such.feature:5"));
    }

    @Test
    void a_line_without_a_scenario_is_no_workload() throws IOException {
        Path feature = Files.writeString(folder.resolve("a.feature"), "Feature: A\n\n  Scenario: B\n");

        Answer answer = answer(
                "wear",
                "--workload",
                feature + ":2",
                "--out",
                folder.resolve("out").toString());

        assertThat(answer).isEqualTo(answer.usageNaming("expected one scenario at"));
    }

    @Test
    void a_journal_that_tells_of_no_hours_needs_them_said() {
        Path journal = folder.resolve("journal");
        Card.blank(1 << 20).journal(journal).build().close();
        String out = folder.resolve("out").toString();

        Answer answer = answer("wear", "--journal", journal.toString(), "--out", out);

        assertThat(answer).isEqualTo(answer.usageNaming("--hours"));
    }

    @Test
    void a_card_at_the_end_of_its_life_is_no_unknown_thing() {
        Answer answer = answer("wear", "--image", "probe:1", "--age-to-end=worn");

        assertThat(answer).isEqualTo(answer.usageNaming("worn"));
    }
}
