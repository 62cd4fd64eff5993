package io.brownout.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import io.brownout.board.EventSource;
import io.brownout.board.RunEvent;
import io.brownout.board.RunEvent.PowerChange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayPowerTest {
    private static final Duration NO_WAIT = Duration.ZERO;

    private final Context pi4j = Pi4J.newContextBuilder()
            .add(MockDigitalOutputProvider.newInstance())
            .build();
    private final List<RunEvent> published = new ArrayList<>();
    private final EventSource events = new EventSource("s", "pi", InstantSource.system(), published::add);

    @AfterEach
    void endPi4j() {
        pi4j.shutdown();
    }

    @ParameterizedTest
    @CsvSource({
        "true, NORMALLY_OPEN, HIGH, LOW",
        "true, NORMALLY_CLOSED, LOW, HIGH",
        "false, NORMALLY_OPEN, LOW, HIGH",
        "false, NORMALLY_CLOSED, HIGH, LOW"
    })
    void the_line_follows_the_wiring(
            boolean activeLow, Relay.Contact contact, DigitalState whenOff, DigitalState whenOn) {
        Relay relay = new Relay("r1", 17, activeLow, contact, NO_WAIT);

        try (RelayPower power = new RelayPower(relay, pi4j, events)) {
            DigitalOutput line = pi4j.registry().get("r1", DigitalOutput.class);
            assertThat(line.state()).as("before it is switched on").isEqualTo(whenOff);
            power.on();
            assertThat(line.state()).as("on").isEqualTo(whenOn);
            power.cut();
            assertThat(line.state()).as("cut").isEqualTo(whenOff);
        }
    }

    @Test
    void a_cut_board_stays_off_for_its_minimum_time() {
        Relay relay = new Relay("r1", 17, true, Relay.Contact.NORMALLY_OPEN, Duration.ofMillis(300));
        try (RelayPower power = new RelayPower(relay, pi4j, events)) {
            power.on();
            power.cut();
            long cut = System.nanoTime();

            power.on();

            assertThat(Duration.ofNanos(System.nanoTime() - cut)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        }
    }

    @Test
    void closing_takes_the_power_and_gives_the_line_back() {
        Relay relay = new Relay("r1", 17, true, Relay.Contact.NORMALLY_OPEN, NO_WAIT);
        RelayPower power = new RelayPower(relay, pi4j, events);
        power.on();
        DigitalOutput line = pi4j.registry().get("r1", DigitalOutput.class);

        power.close();
        power.close();

        assertThat(line.state()).isEqualTo(DigitalState.HIGH);
        assertThat(published)
                .extracting(event -> ((RunEvent.PowerChanged) event).change())
                .containsExactly(PowerChange.ON, PowerChange.CUT);
        new RelayPower(relay, pi4j, events).close();
    }

    @Test
    void a_line_that_is_taken_is_refused_with_its_number() {
        Relay relay = new Relay("r1", 17, true, Relay.Contact.NORMALLY_OPEN, NO_WAIT);
        try (RelayPower first = new RelayPower(relay, pi4j, events)) {
            assertThat(first.isOn()).isFalse();

            assertThatThrownBy(() -> new RelayPower(relay, pi4j, events))
                    .hasMessageContaining("17")
                    .hasMessageContaining("r1");
        }
    }

    @Test
    void a_line_that_is_not_on_the_header_is_refused() {
        assertThatThrownBy(() -> Relay.normallyOpen("r1", 54))
                .hasMessageContaining("54")
                .hasMessageContaining("0 to 27");
    }
}
