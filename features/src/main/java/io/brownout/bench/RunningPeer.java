package io.brownout.bench;

import io.brownout.board.ByteSize;
import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.qemu.PrivateFolder;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A peer at work: its process, its socket and its data, all gone when it is closed. */
final class RunningPeer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    /** Between a socket's birth, which is an event, and the moment its owner listens, which is none. */
    private static final Duration GLANCE = Duration.ofMillis(50);

    private final Peer peer;
    private final PrivateFolder folder;
    private final PrivateFolder data;
    private final OwnProcess process;

    private RunningPeer(Peer peer, PrivateFolder folder, PrivateFolder data, OwnProcess process) {
        this.peer = peer;
        this.folder = folder;
        this.data = data;
        this.process = process;
    }

    /** Starts it and waits until it listens; HarnessException with what it said if it does not. */
    static RunningPeer start(Peer peer, ByteSize size) {
        // The socket does not lie with the data: the path of one has 107 bytes at most, and a run folder may be deep.
        PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent());
        try {
            PrivateFolder data = PrivateFolder.create(peer.medium());
            try {
                OwnProcess process =
                        OwnProcess.start(peer.command(socketIn(folder), data.path(), size), folder, "said");
                RunningPeer running = new RunningPeer(peer, folder, data, process);
                running.awaitSocket(Deadline.in(START));
                return running;
            } catch (RuntimeException e) {
                data.close();
                throw e;
            }
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static Path socketIn(PrivateFolder folder) {
        return folder.resolve("nbd");
    }

    Peer peer() {
        return peer;
    }

    Path socket() {
        return socketIn(folder);
    }

    /** Returns the folder that its data lies in. */
    Path data() {
        return data.path();
    }

    private void awaitSocket(Deadline deadline) {
        try (WatchService born = folder.path().getFileSystem().newWatchService()) {
            folder.path().register(born, StandardWatchEventKinds.ENTRY_CREATE);
            while (!listens()) {
                if (!process.isAlive() || deadline.passed()) {
                    HarnessException why = process.failed(
                            process.isAlive()
                                    ? "does not listen within %d s".formatted(START.toSeconds())
                                    : "ended at its start");
                    process.close();
                    throw why;
                }
                var key = born.poll(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.reset();
                }
            }
        } catch (IOException e) {
            process.close();
            throw new HarnessException("cannot watch %s: %s".formatted(folder.path(), e.getMessage()), e);
        } catch (InterruptedException e) {
            process.close();
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while %s started".formatted(peer.name()), e);
        }
    }

    private boolean listens() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket()));
        } catch (IOException e) {
            return false; // Not yet there, or not yet listening.
        }
    }

    @Override
    public void close() {
        try (folder;
                data;
                process) {
            return; // In this order, the process first.
        }
    }
}
