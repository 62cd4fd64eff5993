package io.brownout.qemu;

import io.brownout.board.EventSource;
import io.brownout.board.GuestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a board was built from; see {@link QemuBoard.Builder}. */
record BoardSetup(
        BoardModel model,
        GuestClock clock,
        QemuInstallation qemu,
        Accelerator accelerator,
        Instant epoch,
        long seed,
        List<PortForward> forwards,
        boolean serialAdapter,
        Optional<PatchCable> link,
        Optional<Uplink> uplink,
        Path runFolder,
        Duration startAllowed,
        Optional<Checkpoint> checkpoint,
        EventSource events) {
    BoardSetup {
        forwards = List.copyOf(forwards);
    }
}
