package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.HarnessException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifetimesTest {
    private final List<String> closed = new ArrayList<>();
    private final Lifetimes lifetimes = new Lifetimes();

    private AutoCloseable thing(String name) {
        return () -> closed.add(name);
    }

    @Test
    void closes_in_reverse_order_and_only_what_it_still_owns() {
        lifetimes.own(thing("first"));
        AutoCloseable second = lifetimes.own(thing("second"));
        lifetimes.own(thing("third"));

        lifetimes.release(second);
        lifetimes.close();

        assertThat(closed).containsExactly("second", "third", "first");
    }

    @Test
    void what_comes_while_the_run_is_being_ended_is_closed_at_once_and_says_so_in_one_line() {
        lifetimes.close();

        assertThatThrownBy(() -> lifetimes.own(thing("late")))
                .isInstanceOf(HarnessException.class)
                .hasMessageContaining("being ended");
        assertThat(closed).containsExactly("late");
    }
}
