package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();
    private final LineSplitter splitter = new LineSplitter(lines::add);

    private void feed(byte... bytes) {
        splitter.feed(bytes, bytes.length);
    }

    private void feed(String text) {
        feed(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void lines_are_cut_at_line_feeds_wherever_the_bytes_are_cut() {
        feed("one\r\ntw");
        feed("o\r\n\r\nthree");

        assertThat(lines).containsExactly("one", "two", "");
        assertThat(splitter.unfinished()).isEqualTo("three");
    }

    @Test
    void a_character_may_arrive_in_two_parts() {
        feed((byte) 0xc3);
        feed((byte) 0xa9, (byte) '\n');

        assertThat(lines).containsExactly("é");
    }

    @Test
    void bytes_that_are_not_text_become_replacement_characters() {
        feed((byte) 0xff, (byte) 'a', (byte) 0, (byte) '\n');

        assertThat(lines).containsExactly("\ufffda");
    }

    @Test
    void colours_and_cursor_movements_are_left_out() {
        feed("\u001b[0;32m  OK  \u001b[0m\u001b[6n ready\n");

        assertThat(lines).containsExactly("  OK   ready");
    }

    @Test
    void a_line_without_end_is_cut_when_it_is_too_long() {
        feed("x".repeat(LineSplitter.LONGEST * 3));

        assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(line).hasSize(LineSplitter.LONGEST));
    }

    @Test
    void the_last_line_needs_no_end() {
        feed("prompt> ");

        splitter.finish();

        assertThat(lines).containsExactly("prompt> ");
    }
}
