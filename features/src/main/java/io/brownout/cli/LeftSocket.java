package io.brownout.cli;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The file of a UNIX socket whose server was killed: the kernel leaves it, and nobody can listen there until it is gone. */
final class LeftSocket {
    private static final int TYPE = 0xF000; // S_IFMT; inode(7)
    private static final int SOCKET = 0xC000; // S_IFSOCK

    private LeftSocket() {}

    /**
     * Removes the file if it is one. A file that is no socket is left alone.
     *
     * @return whether it was one
     * @throws UsageException if somebody answers there
     */
    static boolean removed(Path path) {
        if (!isSocket(path)) {
            return false;
        }
        if (!isRefused(path)) {
            throw new UsageException("somebody serves at the socket %s already; end that server, or name another socket"
                    .formatted(path));
        }
        try {
            return Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UsageException(
                    "nobody answers at the socket %s, and it cannot be removed: %s; remove it, or name another socket"
                            .formatted(path, e),
                    e);
        }
    }

    private static boolean isSocket(Path path) {
        try {
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                    && ((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & TYPE) == SOCKET;
        } catch (IOException e) {
            throw new HarnessException("cannot look at %s: %s".formatted(path, e), e);
        }
    }

    /** Does not wait: a server that is too busy to accept is a server. */
    private static boolean isRefused(Path path) {
        try (SocketChannel channel = SocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(path));
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
