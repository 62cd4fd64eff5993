package io.brownout.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0B,0",
        "512B,512",
        "8KiB,8192",
        "4MiB,4194304",
        "32GiB,34359738368",
        "3TiB,3298534883328",
        "1025KiB,1049600"
    })
    void a_size_is_read_and_written_with_its_unit(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
        assertThat(new ByteSize(bytes)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"8K,8KiB", "512M,512MiB", "32G,32GiB", "2T,2TiB"})
    void a_unit_is_known_by_its_first_letter(String brief, String text) {
        assertThat(ByteSize.parse(brief)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "8 KiB", "8KB", "8k", "8Ki", "-1B", "1.5MiB", "KiB", "99999999999999999TiB"})
    void what_is_no_size_is_refused(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(text);
    }
}
