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
                .hasMessage("unknown board \"raspi9\"; known boards: raspi3b, raspi0, raspi1ap, virt");
    }

    @Test
    void a_pi_on_the_virtual_clock_is_called_deterministic_and_nothing_else_is() {
        for (BoardModel model : BoardModel.known()) {
            for (GuestClock clock : GuestClock.values()) {
                assertThat(model.capabilities(clock).contains(Capability.DETERMINISTIC))
                        .as("%s %s", model.name(), clock)
                        .isEqualTo(!model.equals(BoardModel.VIRT) && clock == GuestClock.VIRTUAL);
            }
        }
    }

    @Test
    void an_image_for_a_board_of_32_bits_is_another_one() {
        ImageName name = ImageName.of("resinos", "2.0.0+rev1");
        assertThat(BoardModel.RASPI0.imageFor(name)).hasToString("resinos:2.0.0+rev1/armel");
        assertThat(BoardModel.RASPI3B.imageFor(name)).isEqualTo(name);
    }

    @Test
    void a_watchdog_is_plugged_into_a_board_that_has_a_bus_for_it() {
        assertThat(BoardModel.VIRT.withWatchdog().machine()).contains("i6300esb");
        assertThatThrownBy(BoardModel.RASPI3B::withWatchdog)
                .isInstanceOf(UsageException.class)
                .hasMessage("board raspi3b has no PCI bus for a watchdog; take virt");
    }

    @Test
    void no_board_has_a_network_on_the_virtual_clock() {
        assertThat(BoardModel.known())
                .allSatisfy(model ->
                        assertThat(model.capabilities(GuestClock.VIRTUAL)).doesNotContain(Capability.NETWORK));
    }
}
