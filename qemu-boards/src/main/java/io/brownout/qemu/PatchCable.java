package io.brownout.qemu;

import java.nio.file.Path;

/**
 * A cable from a second network card of a board to somewhere else: a pair of UNIX datagram sockets, a frame in each datagram (QEMU's network backend {@code dgram}). A frame for an end where nobody listens is lost, as on a real cable.
 *
 * @param boardEnd where the board listens, while it is on
 * @param farEnd where somebody else does, another QEMU for example
 * @param hardwareAddress of the board's network card: six bytes in hexadecimal with colons; no two boards of one network may have the same
 */
public record PatchCable(Path boardEnd, Path farEnd, String hardwareAddress) {
    /** Returns the options of the network backend at the board's end, but for its id. */
    public String atBoard() {
        return backend(boardEnd, farEnd);
    }

    /** Returns the options of the network backend of a QEMU at the far end, but for its id. */
    public String atFarEnd() {
        return backend(farEnd, boardEnd);
    }

    private static String backend(Path local, Path remote) {
        return "dgram,local.type=unix,local.path=%s,remote.type=unix,remote.path=%s"
                .formatted(QemuCommand.escaped(local), QemuCommand.escaped(remote));
    }
}
