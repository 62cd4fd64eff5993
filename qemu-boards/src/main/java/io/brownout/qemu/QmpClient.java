package io.brownout.qemu;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A connection to a QEMU's machine protocol. Answers find their command by its id; events are kept from the first to the last, in order, and can be read when QEMU is long gone.
 *
 * <p>One virtual thread reads. Calls are safe for any thread; {@link #execute} blocks until the answer or the deadline.
 */
final class QmpClient implements AutoCloseable {
    private final SocketChannel channel;
    private final Map<Long, CompletableFuture<QmpMessage>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final CompletableFuture<QmpMessage.Greeting> greeting = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<QmpEvent> events = new ArrayList<>();

    private QmpClient(SocketChannel channel) {
        this.channel = channel;
    }

    /** Takes over a connection on which QEMU is about to greet, and leaves the capabilities negotiation behind. */
    static QmpClient greet(SocketChannel channel, Deadline deadline) {
        QmpClient client = new QmpClient(channel);
        Thread.ofVirtual().name("qmp").start(client::read);
        await(client.greeting, "its greeting", deadline);
        client.execute("qmp_capabilities", deadline);
        return client;
    }

    /** Executes a command without arguments. */
    JsonNode execute(String command, Deadline deadline) {
        return execute(command, QmpMessage.MAPPER.createObjectNode(), deadline);
    }

    /** Executes a command and returns its answer; {@link HarnessException} if QEMU refuses, is gone, or says nothing in time. */
    JsonNode execute(String command, ObjectNode arguments, Deadline deadline) {
        return await(send(command, arguments), "an answer to " + command, deadline);
    }

    /**
     * Sends a command and waits for nothing. The answer, when it comes, is that of {@link #execute}: an {@link IOException} says that QEMU has ended, a {@link HarnessException} that it refused.
     */
    CompletableFuture<JsonNode> send(String command, ObjectNode arguments) {
        long id = ids.incrementAndGet();
        CompletableFuture<QmpMessage> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        if (ended.isDone()) {
            answer.completeExceptionally(new IOException("the connection has ended"));
        }
        try {
            send(QmpMessage.command(id, command, arguments) + "\n");
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
        return answer.whenComplete((message, e) -> waiting.remove(id)).thenApply(message -> value(command, message));
    }

    private static JsonNode value(String command, QmpMessage message) {
        return switch (message) {
            case QmpMessage.Return done -> done.value();
            case QmpMessage.Failure failure ->
                throw new HarnessException("QEMU refused the command %s: %s".formatted(command, failure.description()));
            case QmpMessage.Greeting _, QmpEvent _ -> throw new IllegalStateException("no answer carries an id");
        };
    }

    /** Waits for the first event of a kind, also one that has come before; {@link HarnessException} if QEMU ends first, or the deadline passes. */
    QmpEvent await(Predicate<QmpEvent> kind, String what, Deadline deadline) {
        synchronized (events) {
            Optional<QmpEvent> seen = events.stream().filter(kind).findFirst();
            while (seen.isEmpty()) {
                if (ended.isDone() || deadline.passed()) {
                    throw new HarnessException("expected of QEMU: %s; not seen within %d s%s; its events: %s"
                            .formatted(
                                    what,
                                    deadline.allowed().toSeconds(),
                                    ended.isDone() ? ", and it has ended" : "",
                                    events));
                }
                try {
                    events.wait(Math.max(1, deadline.left().toMillis()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new HarnessException("interrupted while waiting for QEMU: " + what, e);
                }
                seen = events.stream().filter(kind).findFirst();
            }
            return seen.get();
        }
    }

    /** Returns all events so far, oldest first. */
    List<QmpEvent> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** Waits until QEMU has closed its end, after which {@link #events} is complete. */
    void awaitEnd(Deadline deadline) {
        await(ended, "the end of its connection", deadline);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new HarnessException("cannot close the connection to QEMU: " + e.getMessage(), e);
        }
    }

    private synchronized void send(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void read() {
        // Channels.newInputStream and not the channel's socket(): UNIX sockets have no java.net.Socket.
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                take(QmpMessage.decode(line));
                line = lines.readLine();
            }
            end(new IOException("QEMU closed its control connection"));
        } catch (IOException | JacksonException e) {
            end(e);
        }
    }

    private void take(QmpMessage message) {
        switch (message) {
            case QmpMessage.Greeting seen -> greeting.complete(seen);
            case QmpMessage.Return done -> answer(done.id(), done);
            case QmpMessage.Failure failure -> answer(failure.id(), failure);
            case QmpEvent event -> {
                synchronized (events) {
                    events.add(event);
                    events.notifyAll();
                }
            }
        }
    }

    private void answer(long id, QmpMessage message) {
        CompletableFuture<QmpMessage> answer = waiting.get(id);
        if (answer != null) {
            answer.complete(message);
        }
    }

    private void end(Exception why) {
        ended.complete(null);
        greeting.completeExceptionally(why);
        waiting.values().forEach(answer -> answer.completeExceptionally(why));
        synchronized (events) {
            events.notifyAll();
        }
    }

    private static <T> T await(CompletableFuture<T> future, String what, Deadline deadline) {
        try {
            return future.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HarnessException(
                    "expected of QEMU: %s; not seen within %d s"
                            .formatted(what, deadline.allowed().toSeconds()),
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HarnessException refusal) {
                throw refusal;
            }
            String message = "expected of QEMU: %s; but %s".formatted(what, e.getCause());
            throw e.getCause() instanceof IOException
                    ? new QemuEndedException(message, e)
                    : new HarnessException(message, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while waiting for QEMU: " + what, e);
        }
    }
}
