package io.brownout.nbd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes up what a client says, from a seed: mostly sensible, sometimes at the edge of what is allowed, sometimes spoilt; in the end one stretch of bytes. */
final class NbdConversation {
    private static final long MAGIC = 0x49484156454F5054L;
    private static final int[] EDGES = {0, 1, 511, 512, 513, 4096, 1 << 16, 0x7fff_ffff, -1, -512, 1 << 31};
    private static final String[] NAMES = {"", "first", "fixed", "third", "fi\0rst", "ü"};
    private static final String[] QUERIES = {"base:allocation", "base:", "base:x", "qemu:dirty", "none", ""};

    private final SplittableRandom random;
    private final List<byte[]> messages = new ArrayList<>();

    private NbdConversation(long seed) {
        random = new SplittableRandom(seed);
    }

    static byte[] of(long seed) {
        return new NbdConversation(seed).make();
    }

    private byte[] make() {
        if (oneIn(50)) {
            return noise(random.nextInt(600));
        }
        messages.add(ByteBuffer.allocate(4)
                .putInt(oneIn(40) ? random.nextInt() : random.nextInt(4))
                .array());
        for (int left = random.nextInt(5); left > 0; left--) {
            messages.add(option());
        }
        if (!oneIn(10)) {
            messages.add(option(7, describe(oneIn(4) ? pick(NAMES) : "first", 0)));
        }
        for (int left = random.nextInt(20); left > 0; left--) {
            messages.add(request());
        }
        if (oneIn(3)) {
            spoilMessages();
        }
        byte[] whole = joined();
        return oneIn(3) ? spoilt(whole) : whole;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }

    private byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] option() {
        return switch (random.nextInt(10)) {
            case 0 -> option(3, new byte[0]);
            case 1, 2 -> option(8, new byte[0]);
            case 3, 4 -> option(10, queries());
            case 5 -> option(9, queries());
            case 6 -> option(6, describe(pick(NAMES), random.nextInt(4)));
            case 7 -> option(oneIn(4) ? 1 : 5, "first".getBytes(UTF_8));
            case 8 -> option(oneIn(5) ? 2 : random.nextInt(14), noise(random.nextInt(40)));
            default -> option(random.nextInt(), noise(oneIn(100) ? 1 << 17 : random.nextInt(40)));
        };
    }

    private static byte[] option(int type, byte[] data) {
        return ByteBuffer.allocate(16 + data.length)
                .putLong(MAGIC)
                .putInt(type)
                .putInt(data.length)
                .put(data)
                .array();
    }

    private byte[] describe(String name, int infos) {
        byte[] bytes = name.getBytes(UTF_8);
        ByteBuffer data = ByteBuffer.allocate(6 + bytes.length + 2 * infos)
                .putInt(bytes.length)
                .put(bytes)
                .putShort((short) infos);
        while (data.hasRemaining()) {
            data.putShort((short) random.nextInt(5));
        }
        return data.array();
    }

    private byte[] queries() {
        byte[] name = (oneIn(3) ? pick(NAMES) : "first").getBytes(UTF_8);
        int count = random.nextInt(4);
        ByteBuffer data = ByteBuffer.allocate(200);
        data.putInt(name.length).put(name).putInt(count);
        for (int i = 0; i < count; i++) {
            byte[] query = (oneIn(2) ? QUERIES[0] : pick(QUERIES)).getBytes(UTF_8);
            data.putInt(query.length).put(query);
        }
        return java.util.Arrays.copyOf(data.array(), data.position());
    }

    private byte[] request() {
        int type = oneIn(30) ? random.nextInt(200) : random.nextInt(8);
        long offset = 512L * random.nextInt(40);
        int length = 512 * random.nextInt(10);
        if (type == 3 && !oneIn(4)) {
            offset = 0;
            length = 0;
        }
        if (type == 2 && !oneIn(8)) {
            type = 0;
        }
        if (oneIn(8)) {
            offset = oneIn(2) ? edge() : random.nextLong();
        }
        if (oneIn(8)) {
            length = random.nextInt(8192);
        }
        if (type != 1 && oneIn(12)) {
            length = edge();
        }
        int payload = type == 1 ? length : 0;
        ByteBuffer message = ByteBuffer.allocate(28 + payload)
                .putInt(0x25609513)
                .putShort((short) (oneIn(4) ? 1 << random.nextInt(6) : 0))
                .putShort((short) type)
                .putLong(random.nextLong())
                .putLong(offset)
                .putInt(length);
        return message.put(noise(payload)).array();
    }

    private int edge() {
        return EDGES[random.nextInt(EDGES.length)];
    }

    private void spoilMessages() {
        int one = random.nextInt(messages.size());
        switch (random.nextInt(4)) {
            case 0 -> messages.remove(one);
            case 1 -> messages.add(one, messages.get(random.nextInt(messages.size())));
            case 2 -> messages.add(one, noise(random.nextInt(64)));
            default -> messages.set(one, spoilt(messages.get(one)));
        }
    }

    private byte[] joined() {
        ByteBuffer whole =
                ByteBuffer.allocate(messages.stream().mapToInt(it -> it.length).sum());
        messages.forEach(whole::put);
        return whole.array();
    }

    private byte[] spoilt(byte[] whole) {
        if (whole.length == 0) {
            return whole;
        }
        byte[] copy = whole.clone();
        int at = random.nextInt(copy.length);
        switch (random.nextInt(4)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> copy[at] = (byte) random.nextInt();
            case 2 -> {
                if (at + 4 <= copy.length) {
                    ByteBuffer.wrap(copy).putInt(at, edge());
                }
            }
            default -> copy = java.util.Arrays.copyOf(copy, at);
        }
        return copy;
    }
}
