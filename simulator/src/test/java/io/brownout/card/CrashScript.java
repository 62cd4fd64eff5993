package io.brownout.card;

import io.brownout.board.RunEvent.CardCut;
import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Requests to a small card, and then the loss of its power: with the last request in flight if that is a write, else with none.
 *
 * <p>What a sector holds is told by a tag: each write gives each of its sectors one of its own, repeated all over the sector.
 */
record CrashScript(List<Op> ops) {
    static final int SECTORS = 2048;
    static final long ZEROES = 0;
    static final long ERASED = -1;
    static final long NOISE = Long.MIN_VALUE;

    private static final int AREA = 300;

    enum Kind {
        WRITE(NbdClient.WRITE),
        TRIM(NbdClient.TRIM),
        ZERO(NbdClient.WRITE_ZEROES),
        FLUSH(NbdClient.FLUSH),
        READ(NbdClient.READ);

        private final int command;

        Kind(int command) {
            this.command = command;
        }

        int command() {
            return command;
        }

        boolean changes() {
            return this == WRITE || this == TRIM || this == ZERO;
        }
    }

    record Op(Kind kind, int sector, int sectors, boolean forced) {}

    /** What came of it: the tag of each sector after the loss, and how many writes the card says were lost. */
    static final class Crash {
        private final long[] after;
        private final long lostWrites;
        private final long fingerprint;

        Crash(long[] after, long lostWrites, long fingerprint) {
            this.after = after;
            this.lostWrites = lostWrites;
            this.fingerprint = fingerprint;
        }

        long[] after() {
            return after.clone();
        }

        /** Returns the tag of one sector: asked for each of them, a copy of all would cost more than everything else. */
        long after(int sector) {
            return after[sector];
        }

        long lostWrites() {
            return lostWrites;
        }

        long fingerprint() {
            return fingerprint;
        }
    }

    CrashScript {
        ops = List.copyOf(ops);
    }

    /** Makes random requests: runs of single sectors as an SD card gets them, larger ones, some that must be durable, flushes now and then. */
    static CrashScript random(RandomGenerator random, int length) {
        List<Op> ops = new ArrayList<>();
        int next = random.nextInt(AREA);
        while (ops.size() < length) {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> {
                    for (int run = 1 + random.nextInt(12); run > 0; run--) {
                        ops.add(new Op(Kind.WRITE, next++, 1, false));
                    }
                }
                case 3, 4, 5 ->
                    ops.add(new Op(Kind.WRITE, random.nextInt(AREA), 1 + random.nextInt(40), random.nextInt(6) == 0));
                case 6 ->
                    ops.add(new Op(
                            random.nextBoolean() ? Kind.TRIM : Kind.ZERO,
                            random.nextInt(AREA),
                            1 + random.nextInt(30),
                            false));
                case 7 -> ops.add(new Op(Kind.FLUSH, 0, 0, false));
                case 8 -> ops.add(new Op(Kind.READ, random.nextInt(AREA), 3, false));
                default -> next = random.nextInt(AREA);
            }
        }
        return new CrashScript(ops);
    }

    /** Returns the first so many requests. */
    CrashScript prefix(int length) {
        return new CrashScript(ops.subList(0, length));
    }

    /** Returns the write that is in flight when the power goes. */
    Optional<Op> inFlight() {
        return ops.isEmpty() || !ops.getLast().kind().changes() ? Optional.empty() : Optional.of(ops.getLast());
    }

    /** Returns the requests that the card has answered. */
    List<Op> answered() {
        return inFlight().isPresent() ? ops.subList(0, ops.size() - 1) : ops;
    }

    static long tag(int op, int sector) {
        return (op + 1) * 10_000L + sector;
    }

    static long originTag(int sector) {
        return 1_000_000_000L + sector;
    }

    static Path image(Path file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(SECTORS * 512);
        for (int sector = 0; sector < SECTORS; sector++) {
            content.put(bytes(originTag(sector)));
        }
        return Files.write(file, content.array());
    }

    static byte[] bytes(long tag) {
        ByteBuffer content = ByteBuffer.allocate(512);
        while (content.hasRemaining()) {
            content.putLong(tag);
        }
        return content.array();
    }

    static long[] tags(byte[] content) {
        ByteBuffer words = ByteBuffer.wrap(content);
        long[] tags = new long[content.length / 512];
        for (int i = 0; i < tags.length; i++) {
            tags[i] = words.getLong();
            for (int word = 1; word < 64; word++) {
                if (words.getLong() != words.getLong(i * 512)) {
                    tags[i] = NOISE;
                }
            }
        }
        return tags;
    }

    /** Sends it all to a card with a profile, and returns what is left. */
    Crash run(Path image, CardProfile profile, long seed) throws Exception {
        SynchronousQueue<CardCut> cuts = new SynchronousQueue<>();
        try (Card card =
                Card.of(image).partitioned(false).profile(profile).seed(seed).build()) {
            long lost = 0;
            try (CardConnection connection = card.plugIn(cut -> tell(cuts, cut));
                    NbdClient client = NbdClient.connected(connection.socket())) {
                for (int i = 0; i < answered().size(); i++) {
                    send(client, i);
                    client.answer();
                    skipRead(client, ops.get(i));
                }
                if (inFlight().isPresent()) {
                    card.cutAfterWrite(card.journal().writes());
                    send(client, ops.size() - 1);
                    CardCut cut = cuts.poll(20, TimeUnit.SECONDS);
                    lost = cut == null ? -1 : cut.lostWrites();
                }
            }
            return new Crash(
                    tags(card.view().read(0, SECTORS)), lost, card.journal().fingerprint());
        }
    }

    private void send(NbdClient client, int index) throws IOException {
        Op op = ops.get(index);
        client.request(
                op.forced() ? NbdClient.FUA : 0,
                op.kind().command,
                op.sector() * 512L,
                op.sectors() * 512,
                payload(index));
    }

    private byte[] payload(int index) {
        Op op = ops.get(index);
        if (op.kind() != Kind.WRITE) {
            return new byte[0];
        }
        ByteBuffer payload = ByteBuffer.allocate(op.sectors() * 512);
        for (int i = 0; i < op.sectors(); i++) {
            payload.put(bytes(tag(index, op.sector() + i)));
        }
        return payload.array();
    }

    private static void skipRead(NbdClient client, Op op) throws IOException {
        if (op.kind() == Kind.READ) {
            client.receive(op.sectors() * 512);
        }
    }

    private static void tell(SynchronousQueue<CardCut> cuts, CardCut cut) {
        try {
            cuts.put(cut);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
