package io.brownout.qemu;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Moves everything that a stopped machine is, but for its card, from a QEMU into a file and back, by QEMU's migration: docs/devel/migration.rst, qapi/migration.json.
 *
 * <p>Over a UNIX socket and not by {@code exec:cat}: no shell reads a path of ours, a full disk is our own exception, and the end of the connection says that all of it is there.
 */
final class MachineState {
    private static final int PIECE = 1 << 20;
    /** In bytes a second; a machine that stands still need not be kept from being moved in one go. */
    private static final long NO_LIMIT = 1L << 40;

    private MachineState() {}

    /**
     * Writes the machine to a new file.
     *
     * @param folder for the socket
     */
    static void save(QmpClient control, PrivateFolder folder, Path file, Deadline deadline) {
        Path socket = folder.resolve("state.sock");
        prepare(control, deadline);
        try (Listener listener = Listener.at(socket)) {
            control.execute("migrate", at(socket), deadline);
            finish(receive(listener, file, deadline), "the machine's state into " + file, deadline);
            awaitCompleted(control, deadline);
        }
    }

    /** Reads the machine from a file, into a QEMU that was started with {@code -incoming defer} and {@code -S}. */
    static void restore(QmpClient control, PrivateFolder folder, Path file, Deadline deadline) {
        Path socket = folder.resolve("state.sock");
        prepare(control, deadline);
        control.execute("migrate-incoming", at(socket), deadline);
        finish(send(file, socket), "the machine's state out of " + file, deadline);
        awaitCompleted(control, deadline);
    }

    private static void prepare(QmpClient control, Deadline deadline) {
        ObjectNode events = QmpMessage.MAPPER.createObjectNode();
        events.putArray("capabilities").addObject().put("capability", "events").put("state", true);
        control.execute("migrate-set-capabilities", events, deadline);
        ObjectNode limit = QmpMessage.MAPPER.createObjectNode();
        limit.put("max-bandwidth", NO_LIMIT);
        control.execute("migrate-set-parameters", limit, deadline);
    }

    private static ObjectNode at(Path socket) {
        return QmpMessage.MAPPER.createObjectNode().put("uri", "unix:" + socket);
    }

    private static void awaitCompleted(QmpClient control, Deadline deadline) {
        QmpEvent.Migration end = (QmpEvent.Migration) control.await(
                event -> event instanceof QmpEvent.Migration(String status)
                        && (status.equals("completed") || status.equals("failed")),
                "the end of a migration",
                deadline);
        if (end.status().equals("failed")) {
            throw new HarnessException(
                    "QEMU could not move the machine's state: " + control.execute("query-migrate", deadline));
        }
    }

    private static CompletableFuture<Void> receive(Listener listener, Path file, Deadline deadline) {
        return inBackground(() -> {
            try (SocketChannel from = listener.accept(deadline);
                    FileChannel to = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
                while (from.read(piece) >= 0) {
                    piece.flip();
                    while (piece.hasRemaining()) {
                        to.write(piece);
                    }
                    piece.clear();
                }
            }
        });
    }

    private static CompletableFuture<Void> send(Path file, Path socket) {
        return inBackground(() -> {
            try (FileChannel from = FileChannel.open(file);
                    SocketChannel to = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                long size = from.size();
                for (long at = 0; at < size; ) {
                    at += from.transferTo(at, size - at, to);
                }
            }
        });
    }

    private interface Moving {
        void move() throws IOException;
    }

    private static CompletableFuture<Void> inBackground(Moving moving) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("machine-state").start(() -> {
            try {
                moving.move();
                done.complete(null);
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static void finish(CompletableFuture<Void> moving, String what, Deadline deadline) {
        try {
            moving.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HarnessException(
                    "cannot move %s: not done within %d s"
                            .formatted(what, deadline.allowed().toSeconds()),
                    e);
        } catch (ExecutionException e) {
            throw new HarnessException("cannot move %s: %s".formatted(what, e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while moving " + what, e);
        }
    }
}
