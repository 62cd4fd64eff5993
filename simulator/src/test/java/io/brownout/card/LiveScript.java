package io.brownout.card;

import io.brownout.card.CrashScript.Kind;
import io.brownout.card.CrashScript.Op;
import io.brownout.nbd.NbdClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The requests of a {@link CrashScript}, one after the other to a card that keeps its power. */
record LiveScript(List<Op> ops) {
    LiveScript {
        ops = List.copyOf(ops);
    }

    /** What came of them: the answer to each, what each read read, by sectors, and what the card holds at the end. */
    record Answers(List<Integer> errors, List<List<Long>> read, List<Long> held) {}

    /** Makes random requests; more of them are reads than a loss of power is interested in. */
    static LiveScript random(long seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Op> ops = new ArrayList<>();
        for (Op op : CrashScript.random(random, length).ops()) {
            ops.add(op);
            for (int reads = random.nextInt(3); reads > 0; reads--) {
                ops.add(new Op(Kind.READ, random.nextInt(300), 1 + random.nextInt(24), false));
            }
        }
        return new LiveScript(ops);
    }

    Answers run(Path image, CardProfile profile, long seed) throws IOException {
        try (Card card =
                Card.of(image).partitioned(false).profile(profile).seed(seed).build()) {
            List<Integer> errors = new ArrayList<>();
            List<List<Long>> read = new ArrayList<>();
            try (CardConnection connection = card.plugIn(cut -> {});
                    NbdClient client = NbdClient.connected(connection.socket())) {
                for (int index = 0; index < ops.size(); index++) {
                    Op op = ops.get(index);
                    client.request(
                            op.forced() ? NbdClient.FUA : 0,
                            op.kind().command(),
                            op.sector() * 512L,
                            op.sectors() * 512,
                            payload(index));
                    int error = client.answer();
                    errors.add(error);
                    read.add(
                            op.kind() == Kind.READ && error == 0
                                    ? tags(client.receive(op.sectors() * 512).array())
                                    : List.of());
                }
            }
            return new Answers(errors, read, tags(card.view().read(0, CrashScript.SECTORS)));
        }
    }

    private byte[] payload(int index) {
        Op op = ops.get(index);
        ByteBuffer payload = ByteBuffer.allocate(op.kind() == Kind.WRITE ? op.sectors() * 512 : 0);
        for (int i = 0; payload.hasRemaining(); i++) {
            payload.put(CrashScript.bytes(CrashScript.tag(index, op.sector() + i)));
        }
        return payload.array();
    }

    private static List<Long> tags(byte[] content) {
        List<Long> tags = new ArrayList<>();
        for (long tag : CrashScript.tags(content)) {
            tags.add(tag);
        }
        return tags;
    }
}
