package io.brownout.qemu;

import io.brownout.board.Deadline;
import io.brownout.card.CardConnection;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * What is done with a QEMU between its start and its guest's first instruction, besides listening to it.
 *
 * @param restoration the guest goes on from there
 * @param suspension the guest is to be stopped at a place of the card's journal
 * @param card the card's connection, if there is anything to be asked of it
 */
record BootPlan(Optional<Restoration> restoration, Optional<Suspension> suspension, Optional<CardConnection> card) {
    /** The guest begins at its first instruction and runs until it ends. */
    static final BootPlan PLAIN = new BootPlan(Optional.empty(), Optional.empty(), Optional.empty());

    List<String> arguments() {
        return restoration.map(Restoration::arguments).orElse(List.of());
    }

    InputStream heard(InputStream console) {
        InputStream all = restoration.map(it -> it.afterEarlier(console)).orElse(console);
        return suspension.map(it -> it.kept(all)).orElse(all);
    }

    void prepare(QemuProcess qemu, QmpClient control, Deadline deadline) {
        restoration.ifPresent(it -> it.perform(control, deadline));
        suspension.ifPresent(it -> it.arm(qemu, card.orElseThrow()));
    }
}
