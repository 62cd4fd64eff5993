package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A modem at the far end of a serial line, that speaks as {@link ModemDialogue} does and remembers what it was told.
 *
 * <p>One virtual thread serves the line until it is closed, by either side. Safe for any thread.
 */
final class SerialModem implements AutoCloseable {
    private final SocketChannel line;
    private final ModemDialogue dialogue = new ModemDialogue();
    private final List<String> told = new ArrayList<>();

    private SerialModem(SocketChannel line) {
        this.line = line;
    }

    /** Attaches one to a line, which is its own from then on. */
    static SerialModem on(SocketChannel line) {
        SerialModem modem = new SerialModem(line);
        Thread.ofVirtual().name("modem").start(modem::serve);
        return modem;
    }

    private void serve() {
        // A command ends with a carriage return, which a reader of lines takes for an end too.
        try (BufferedReader commands = new BufferedReader(Channels.newReader(line, StandardCharsets.US_ASCII))) {
            for (String text = commands.readLine(); text != null; text = commands.readLine()) {
                String command = text.strip();
                if (command.toUpperCase(Locale.ROOT).startsWith("AT")) {
                    hear(command);
                    say(dialogue.answer(command.substring(2)));
                }
            }
        } catch (IOException e) {
            return; // Pulled out, or the board is off: a modem has nobody to tell.
        }
    }

    private synchronized void hear(String command) {
        told.add(command);
        notifyAll();
    }

    private void say(List<String> answer) throws IOException {
        StringBuilder text = new StringBuilder();
        answer.forEach(it -> text.append("\r\n").append(it).append("\r\n"));
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text.toString());
        while (bytes.hasRemaining()) {
            line.write(bytes);
        }
    }

    /** Waits until it has been told something of this kind; {@link AssertionError} with everything that it was told if the deadline passes. */
    String awaitTold(String what, Predicate<String> kind, Deadline deadline) {
        try {
            return firstTold(kind, deadline)
                    .orElseThrow(() -> new AssertionError(
                            "expected the modem to be told %s, %s; it was told: %s".formatted(what, deadline, told())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while listening to a modem", e);
        }
    }

    private synchronized Optional<String> firstTold(Predicate<String> kind, Deadline deadline)
            throws InterruptedException {
        Optional<String> found = told.stream().filter(kind).findFirst();
        while (found.isEmpty() && !deadline.passed()) {
            wait(Math.max(1, deadline.left().toMillis()));
            found = told.stream().filter(kind).findFirst();
        }
        return found;
    }

    private synchronized List<String> told() {
        return List.copyOf(told);
    }

    @Override
    public void close() {
        try {
            line.close();
        } catch (IOException e) {
            throw new HarnessException("the modem could not be pulled out: " + e.getMessage(), e);
        }
    }
}
