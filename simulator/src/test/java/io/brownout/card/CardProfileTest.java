package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardProfileTest {
    static List<FaultKind> kinds() {
        return FaultKinds.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_kind_of_fault_is_written_in_full_and_read_again(FaultKind kind) {
        CardProfile profile = CardProfile.parse(kind.name());

        assertThat(CardProfile.parse(profile.name())).isEqualTo(profile);
        assertThat(profile.faults().getFirst().parameters().keySet())
                .isSubsetOf(kind.parameters().stream().map(FaultParameter::name).toList());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_kind_of_fault_says_where_it_was_seen_and_what_it_does_where(FaultKind kind) {
        assertThat(kind.seen()).hasSizeGreaterThan(20);
        assertThat(kind.on(CardBus.SD).how()).isNotBlank();
        assertThat(kind.on(CardBus.VIRTIO).how()).isNotBlank();
        assertThat(kind.on(CardBus.SD).bites() || kind.on(CardBus.VIRTIO).bites())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ideal                                       | ideal
                    window                                      | window:commands=8,loses=any
                    window:time=50ms                            | window:time=50ms,loses=any
                    window:time=2000ms,commands=3               | window:commands=3,time=2s,loses=any
                    torn-page                                   | torn-page:page=8KiB
                    torn-page:page=4096B                        | torn-page:page=4KiB
                    lying-flush+torn-page:page=16KiB+window     | window:commands=8,loses=any+torn-page:page=16KiB+lying-flush
                    """)
    void a_profile_has_one_way_to_be_written(String written, String canonical) {
        assertThat(CardProfile.parse(written).name()).isEqualTo(canonical);
    }

    @Test
    void profiles_are_put_together_in_any_order() {
        CardProfile window = CardProfile.parse("window:commands=8");
        CardProfile page = CardProfile.parse("torn-page");

        assertThat(window.plus(page)).isEqualTo(page.plus(window)).isEqualTo(CardProfile.parse("window+torn-page"));
        assertThat(CardProfile.ideal().plus(page)).isEqualTo(page);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    torn-pge                | there is no card profile "torn-pge"; known: ideal, window, torn-command
                    ideal+window            | there is no card profile "ideal"
                    torn-page:size=8KiB     | torn-page has no parameter "size"; it has page
                    torn-command:page=8KiB  | torn-command has no parameter "page"; it has none
                    torn-page:page=8        | page of torn-page: expected a size with its unit, such as 512B, 8KiB, 4MiB or 32G, got "8"
                    torn-page:page=5KiB     | torn-page: a flash page of 5KiB, expected one of [4KiB, 8KiB, 16KiB]
                    torn-page:8KiB          | expected parameters of torn-page such as page=8KiB, got "8KiB"
                    torn-page:page=4KiB,page=8KiB | torn-page has "page" twice
                    window+window           | a card profile has the fault window twice
                    window:commands=x       | commands of window: expected a whole number
                    window:commands=0       | window: a window of 0 commands, expected at least 1
                    window:time=5           | time of window: expected a time such as 250ms or 2s, got "5"
                    window:loses=most       | loses of window: expected one of any, tail, all, got "most"
                    paired-page:page=3KiB   | paired-page: a size of 4MiB, expected a positive multiple of 3KiB
                    """)
    void what_is_no_profile_is_refused_with_what_is_known(String written, String message) {
        assertThatThrownBy(() -> CardProfile.parse(written))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+", "window+", ":", "window:"})
    void what_is_half_written_is_refused(String written) {
        assertThatThrownBy(() -> CardProfile.parse(written)).isInstanceOf(UsageException.class);
    }
}
