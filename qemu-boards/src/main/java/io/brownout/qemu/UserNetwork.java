package io.brownout.qemu;

import io.brownout.board.Network;
import io.brownout.board.UsageException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

/** QEMU's user network: the board has 10.0.2.15, the test machine is 10.0.2.2 (QEMU's documentation, "Using the user mode network stack"). */
record UserNetwork(Supplier<List<PortForward>> forwards, NetworkCable cable) implements Network {
    @Override
    public InetSocketAddress forwarded(int boardPort) {
        List<PortForward> now = forwards.get();
        return now.stream()
                .filter(forward -> forward.boardPort() == boardPort && forward.hostPort() != 0)
                .findFirst()
                .map(forward -> new InetSocketAddress(InetAddress.getLoopbackAddress(), forward.hostPort()))
                .orElseThrow(() -> new UsageException(
                        "port %d of the board is not forwarded now; forwarded: %s; name it when the board is built, and switch the board on"
                                .formatted(boardPort, now)));
    }

    @Override
    public String hostSeenFromBoard() {
        return "10.0.2.2";
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
