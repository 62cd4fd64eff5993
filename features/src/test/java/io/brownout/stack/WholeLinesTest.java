package io.brownout.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeLinesTest {
    private final List<String> seen = new ArrayList<>();
    private final WholeLines lines = new WholeLines(seen::add);

    @Test
    void pieces_become_lines() {
        lines.feed("Step 1/2 : FR");
        lines.feed("OM base\r\nStep 2");
        lines.feed(null);
        lines.feed("/2 : COPY\n\n");

        assertThat(seen).containsExactly("Step 1/2 : FROM base", "Step 2/2 : COPY", "");
    }

    @Test
    void what_has_no_end_is_passed_on_at_the_end() {
        lines.feed("done");
        lines.end();
        lines.end();

        assertThat(seen).containsExactly("done");
    }
}
