package io.brownout.card;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentHashTest {
    private static String hash(String text) {
        return "%016x".formatted(ContentHash.of(text.getBytes(US_ASCII)));
    }

    /** As {@code printf %s TEXT | xxhsum -H1} prints them. */
    @Test
    void hashes_are_those_of_xxhsum() {
        assertThat(hash("")).isEqualTo("ef46db3751d8e999");
        assertThat(hash("a")).isEqualTo("d24ec4f1a98c6e5b");
        assertThat(hash("abc")).isEqualTo("44bc2cf5ad770999");
        assertThat(hash("Brownout cuts the power of a Raspberry Pi at any write."))
                .isEqualTo("56a8745bbb375db5");
        assertThat(hash("0123456789abcdef".repeat(32))).isEqualTo("2c88b7988faf7e09");
    }
}
