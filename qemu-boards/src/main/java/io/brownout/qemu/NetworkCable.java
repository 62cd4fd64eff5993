package io.brownout.qemu;

import io.brownout.board.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The cable of a board's network. It stays as it is over resets and losses of power, though each boot is another QEMU. Safe for any thread. */
final class NetworkCable {
    private static final Duration OBEYED = Duration.ofSeconds(30);

    private boolean plugged = true;
    private @Nullable QemuProcess current;

    /** A QEMU has been started, whose cable is plugged in. */
    synchronized void startedWith(QemuProcess process) {
        current = process;
        if (!plugged) {
            tell(process);
        }
    }

    synchronized void plug(boolean in) {
        plugged = in;
        if (current != null) {
            tell(current);
        }
    }

    private void tell(QemuProcess process) {
        try {
            process.setLink(plugged, Deadline.in(OBEYED));
        } catch (QemuEndedException e) {
            current = null; // The next one is told when it starts.
        }
    }
}
