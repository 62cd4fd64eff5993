package io.brownout.board;

import java.net.InetSocketAddress;

/** The network between a board and the test machine. */
public interface Network {
    /** Returns the address on the test machine at which a TCP port of the board answers, for example 22222 for ssh. */
    InetSocketAddress forwarded(int boardPort);

    /** Returns the host name or address under which the board reaches a server that listens on the test machine's loopback. */
    String hostSeenFromBoard();

    /** Pulls the cable: nothing passes any more, and the board sees that its link is gone. It stays so over resets and losses of power, until {@link #plugIn}. */
    void unplug();

    /** Puts the cable back. */
    void plugIn();
}
