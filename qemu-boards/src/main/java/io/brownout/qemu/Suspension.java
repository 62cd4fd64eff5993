package io.brownout.qemu;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.card.CardConnection;
import io.brownout.card.CardJournal;
import io.brownout.card.CardPast;
import io.brownout.card.RequestKind;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * One attempt to stop a board at a place of its card's journal. Safe for any thread.
 *
 * <p>A Pi's card requests are synchronous: while one is not answered, guest and QEMU's control connection stand still. So the order to stop is sent while a request is held back, and is obeyed soon after that request is answered.
 */
final class Suspension {
    private final long records;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final CompletableFuture<QemuProcess> reached = new CompletableFuture<>();
    private volatile CompletableFuture<JsonNode> stopped = new CompletableFuture<>();

    /** Prepares one, at the first request of the guest's with which the journal has at least so many records. */
    Suspension(long records) {
        this.records = records;
    }

    /** Must be called before the guest runs. */
    void arm(QemuProcess qemu, CardConnection card) {
        card.whenAsked(records, () -> {
            stopped = qemu.requestStop();
            reached.complete(qemu);
        });
    }

    /** Lets everything that the console says be kept. */
    InputStream kept(InputStream in) {
        return new Kept(in);
    }

    /** Returns what the console has said; complete when the board is off. */
    byte[] console() {
        synchronized (console) {
            return console.toByteArray();
        }
    }

    /** The board is off; if it has not been stopped before that, it never will be. */
    void boardIsOff() {
        reached.cancel(false);
    }

    /** Waits until the board stands still; empty if it went off before, or the deadline passes. */
    Optional<QemuProcess> await(Deadline deadline) {
        try {
            QemuProcess qemu = reached.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
            stopped.get(deadline.leftNanos(), TimeUnit.NANOSECONDS);
            return Optional.of(qemu);
        } catch (TimeoutException | java.util.concurrent.CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) {
                return Optional.empty(); // It ended by itself between the request and the order.
            }
            throw new HarnessException("the board could not be stopped: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while a board was to be suspended", e);
        }
    }

    /** Returns what a board that stands still has done to its card. QEMU flushes the card when it stops, which a Pi's controller cannot ask for: a flush at the end is none of the guest's. Notes are nobody's. */
    static CardPast past(CardJournal journal) {
        long end = journal.size();
        RequestKind last = journal.request(end - 1).kind();
        while (last == RequestKind.FLUSH || last == RequestKind.MARK) {
            end--;
            last = journal.request(end - 1).kind();
        }
        return new CardPast(journal, end);
    }

    private final class Kept extends FilterInputStream {
        Kept(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count > 0) {
                synchronized (console) {
                    console.write(buffer, offset, count);
                }
            }
            return count;
        }
    }
}
