package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateIdTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "after-0",
                "after-12345",
                "records-17",
                "after-12345-without-12340+12342..12344",
                "after-9-torn-9.3",
                "records-9-without-0+2+4..8-torn-12.1",
                "after-120-garbled-8192..16383.ff-since-118",
                "after-9-without-2-torn-9.3-garbled-0..7.old-since-0",
                "after-1-garbled-5..5.noise-since-1"
            })
    void a_state_is_read_as_it_is_written(String text) {
        assertThat(StateId.parse(text)).hasToString(text);
    }

    @Test
    void the_same_state_has_one_text_however_it_was_put_together() {
        StateId built = StateId.after(20).without(List.of(7L, 5L, 6L, 2L)).torn(20, 3);

        assertThat(built).hasToString("after-20-without-2+5..7-torn-20.3");
        assertThat(StateId.parse("after-20-without-7+2+5..6-torn-20.3")).isEqualTo(built);
        assertThat(built.without()).isEqualTo(Set.of(2L, 5L, 6L, 7L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "after",
                "after-",
                "after--1",
                "before-3",
                "after-3-without-",
                "after-3-without-2+",
                "after-3-without-2..",
                "after-3-without-2..1",
                "after-3-without-0..999999999999",
                "after-3-torn-4",
                "after-3-garbled-7..2.ff-since-1",
                "after-3-garbled-2..7.zero-since-1",
                "after-3-garbled-2..7.ff",
                "after-3 ",
                "after-99999999999999999999"
            })
    void what_names_no_state_is_refused_in_one_line(String text) {
        assertThatThrownBy(() -> StateId.parse(text))
                .isInstanceOf(UsageException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains("state").doesNotContain("\n"));
    }
}
