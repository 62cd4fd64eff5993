package io.brownout.qemu;

/**
 * A TCP port of the test machine's loopback that leads to a port of the board.
 *
 * @param hostPort 0 lets the system choose a free one at each start
 */
record PortForward(int hostPort, int boardPort) {
    PortForward {
        if (hostPort < 0 || hostPort > 65535 || boardPort < 1 || boardPort > 65535) {
            throw new IllegalArgumentException(
                    "port %d to port %d, expected 1 to 65535".formatted(hostPort, boardPort));
        }
    }
}
