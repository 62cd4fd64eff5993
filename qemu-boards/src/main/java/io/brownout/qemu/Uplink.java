package io.brownout.qemu;

import java.net.InetSocketAddress;

/** What a board's network card leads to, if that is not QEMU's user network: see {@link QemuBoard.Builder#uplink}. It must be there before the board is switched on, and is closed by whoever made it. */
public interface Uplink {
    /** Returns the options of the board's network backend in QEMU, but for its id. */
    String atBoard();

    /** Returns the address on the test machine at which a TCP port of the board answers. */
    InetSocketAddress forwarded(int boardPort);

    /** Returns the host name or address under which the board reaches what is offered to it on the test machine. */
    String hostSeenFromBoard();
}
