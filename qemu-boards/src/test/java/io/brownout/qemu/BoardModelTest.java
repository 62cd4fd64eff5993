package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.board.Capability;
import io.brownout.board.GuestClock;
import io.brownout.board.UsageException;
import org.junit.jupiter.api.Test;

class BoardModelTest {
    @Test
    void a_known_board_is_found_by_its_name() {
        assertThat(BoardModel.named("raspi3b")).isEqualTo(BoardModel.RASPI3B);
        assertThat(BoardModel.named("virt")).isEqualTo(BoardModel.VIRT);
    }

    @Test
    void an_unknown_board_is_refused_with_those_that_are_known() {
        assertThatThrownBy(() -> BoardModel.named("raspi9"))
                .isInstanceOf(UsageException.class)
                .hasMessage("unknown board \"raspi9\"; known boards: raspi3b, virt");
    }

    @Test
    void only_a_pi_on_the_virtual_clock_is_called_deterministic() {
        for (BoardModel model : BoardModel.known()) {
            for (GuestClock clock : GuestClock.values()) {
                assertThat(model.capabilities(clock).contains(Capability.DETERMINISTIC))
                        .as("%s %s", model.name(), clock)
                        .isEqualTo(model.equals(BoardModel.RASPI3B) && clock == GuestClock.VIRTUAL);
            }
        }
    }

    @Test
    void no_board_has_a_network_on_the_virtual_clock() {
        assertThat(BoardModel.known())
                .allSatisfy(model ->
                        assertThat(model.capabilities(GuestClock.VIRTUAL)).doesNotContain(Capability.NETWORK));
    }
}
