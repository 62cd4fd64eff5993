package io.brownout.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Conversations made up from a seed, in memory, each judged by a {@link NbdReferee}. A failure names its seed. */
class NbdFuzzTest {
    private static final int BYTES = 32 * 512;
    private static final int PATIENCE_SECONDS = 10;

    @Test
    void twenty_thousand_made_up_conversations_get_what_the_specification_says() throws InterruptedException {
        converse(0, 20_000);
    }

    @Test
    @Tag("nightly")
    void a_million_made_up_conversations_get_what_the_specification_says() throws InterruptedException {
        long heapBefore = 0;
        for (int part = 0; part < 10; part++) {
            converse(1_000_000 + part * 100_000L, 100_000);
            if (part == 0) {
                heapBefore = heap();
            }
        }
        assertThat(heap() - heapBefore).as("growth of the heap, bytes").isLessThan(4 << 20);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long outsideTheHeap() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** Holds them on a thread of its own, so that one that never ends is seen, with its seed. */
    private static void converse(long firstSeed, int count) throws InterruptedException {
        long memoryBefore = outsideTheHeap();
        AtomicLong seed = new AtomicLong(firstSeed);
        Conversations conversations = new Conversations(seed, firstSeed + count);
        Thread thread = Thread.ofPlatform().daemon().start(conversations);
        long seen;
        do {
            seen = seed.get();
        } while (!thread.join(java.time.Duration.ofSeconds(PATIENCE_SECONDS)) && seed.get() != seen);
        if (thread.isAlive()) {
            throw new AssertionError("the conversation of seed %d does not end; it is at %s"
                    .formatted(seed.get(), List.of(thread.getStackTrace())));
        }
        if (conversations.failure != null) {
            throw new AssertionError("the conversation of seed " + seed.get(), conversations.failure);
        }
        assertThat(conversations.answered).as("requests answered").isGreaterThan(count);
        assertThat(outsideTheHeap()).as("memory outside the heap").isLessThanOrEqualTo(memoryBefore);
    }

    private static final class Conversations implements Runnable {
        private final AtomicLong seed;
        private final long end;
        private long answered;
        private @Nullable Throwable failure;

        Conversations(AtomicLong seed, long end) {
            this.seed = seed;
            this.end = end;
        }

        @Override
        public void run() {
            try {
                for (; seed.get() < end; seed.incrementAndGet()) {
                    answered += converse(seed.get());
                }
            } catch (IOException | RuntimeException | AssertionError e) {
                failure = e;
            }
        }

        private static int converse(long seed) throws IOException {
            byte[] said = NbdConversation.of(seed);
            MemoryExport first = new MemoryExport("first", BYTES, false);
            MemoryExport fixed = new MemoryExport("fixed", BYTES, true);
            Script script = new Script(said, seed);
            try {
                NbdConnection.serve(script, MemoryExport.offering(first, fixed));
            } catch (EOFException e) {
                assertThat(script.said.remaining()).as("said and not taken").isZero();
            }
            List<NbdModel> models = List.of(new NbdModel("first", false, BYTES), new NbdModel("fixed", true, BYTES));
            int answered = new NbdReferee(said, script.heard.toByteArray(), models).judge();
            assertThat(first.content).isEqualTo(models.get(0).content());
            assertThat(fixed.content).isEqualTo(models.get(1).content());
            assertThat(first.uses).hasValue(0);
            assertThat(fixed.uses).hasValue(0);
            return answered;
        }
    }

    /** A client that says its whole part in pieces of any length, then ends, and remembers what it hears. */
    private static final class Script implements ByteChannel {
        private final ByteBuffer said;
        private final SplittableRandom pieces;
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

        Script(byte[] said, long seed) {
            this.said = ByteBuffer.wrap(said);
            this.pieces = new SplittableRandom(~seed);
        }

        @Override
        public int read(ByteBuffer target) {
            if (!said.hasRemaining()) {
                return -1;
            }
            int most = Math.min(said.remaining(), target.remaining());
            int bytes = pieces.nextInt(4) == 0 ? 1 + pieces.nextInt(most) : most;
            target.put(said.slice(said.position(), bytes));
            said.position(said.position() + bytes);
            return bytes;
        }

        @Override
        public int write(ByteBuffer source) {
            byte[] bytes = new byte[1 + pieces.nextInt(source.remaining())];
            source.get(bytes);
            heard.writeBytes(bytes);
            return bytes.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing of it is outside the heap.
        }
    }
}
