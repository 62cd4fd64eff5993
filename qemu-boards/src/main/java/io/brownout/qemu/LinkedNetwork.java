package io.brownout.qemu;

import io.brownout.board.Network;
import java.net.InetSocketAddress;

/** The network of a board that has an uplink. */
record LinkedNetwork(Uplink uplink, NetworkCable cable) implements Network {
    @Override
    public InetSocketAddress forwarded(int boardPort) {
        return uplink.forwarded(boardPort);
    }

    @Override
    public String hostSeenFromBoard() {
        return uplink.hostSeenFromBoard();
    }

    @Override
    public void unplug() {
        cable.plug(false);
    }

    @Override
    public void plugIn() {
        cable.plug(true);
    }
}
