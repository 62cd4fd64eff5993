package io.brownout.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Judges a server by what a client has said and what it has heard: walks through both and knows, from the specification alone, which answers are allowed and what the exports must hold in the end. Shares no code with the server.
 */
final class NbdReferee {
    private static final int EINVAL = 22;
    static final int PAYLOAD_LIMIT = 32 << 20;

    private final ByteBuffer said;
    private final ByteBuffer heard;
    private final NbdOptionReferee options;
    private int answered;

    NbdReferee(byte[] said, byte[] heard, List<NbdModel> models) {
        this.said = ByteBuffer.wrap(said);
        this.heard = ByteBuffer.wrap(heard);
        this.options = new NbdOptionReferee(this.said, this.heard, models);
    }

    /** Judges; returns how many requests were answered. */
    int judge() {
        assertThat(heard.getLong()).isEqualTo(0x4e42444d41474943L);
        assertThat(heard.getLong()).isEqualTo(0x49484156454F5054L);
        assertThat(heard.getShort()).isEqualTo((short) 3);
        if (said.remaining() >= 4) {
            int flags = said.getInt();
            if ((flags & ~3) == 0) {
                NbdModel model = options.judge((flags & 2) != 0);
                while (model != null && request(model)) {
                    answered++;
                }
            }
        }
        assertThat(heard.remaining()).as("bytes that nobody asked for").isZero();
        return answered;
    }

    private boolean request(NbdModel model) {
        if (said.remaining() < 28 || said.getInt() != 0x25609513) {
            return false;
        }
        int flags = said.getShort();
        int type = Short.toUnsignedInt(said.getShort());
        long cookie = said.getLong();
        long offset = said.getLong();
        long length = Integer.toUnsignedLong(said.getInt());
        if (type == 2 || (type == 1 && (length > PAYLOAD_LIMIT || length > said.remaining()))) {
            return false;
        }
        byte[] payload = new byte[type == 1 ? (int) length : 0];
        said.get(payload);
        Set<Integer> errors = errors(model, flags, type, offset, length);
        if (!errors.isEmpty()) {
            assertThat(errors).contains(refusal(cookie));
        } else if (type == 0) {
            read(model, cookie, offset, (int) length);
        } else if (type == 7) {
            blockStatus(model, flags, cookie, offset, length);
        } else {
            simple(cookie, 0);
            change(model, type, offset, length, payload);
        }
        return true;
    }

    /** Returns the errors of which the answer must have one; none if the request must be done. */
    private Set<Integer> errors(NbdModel model, int flags, int type, long offset, long length) {
        Set<Integer> errors = new TreeSet<>();
        int allowed = 1
                | switch (type) {
                    case 0 -> options.isStructured() ? 4 : 0;
                    case 6 -> 2 | 16;
                    case 7 -> 8;
                    default -> 0;
                };
        boolean flush = type == 3;
        boolean changes = type == 1 || type == 4 || type == 6;
        if (type > 7 || (flags & ~allowed & 0xffff) != 0 || (type == 7 && !options.hasContext())) {
            errors.add(EINVAL);
        }
        if (flush ? offset != 0 || length != 0 : offset % 512 != 0 || length % 512 != 0 || length == 0) {
            errors.add(EINVAL);
        }
        if (type == 0 && length > PAYLOAD_LIMIT) {
            errors.add(EINVAL);
        }
        if (!flush && (offset < 0 || offset > model.bytes() - length)) {
            errors.add(type == 1 || type == 6 ? 28 : EINVAL);
        }
        if (model.isReadOnly() && changes) {
            errors.add(1);
        }
        return errors;
    }

    private int refusal(long cookie) {
        if (!options.isStructured()) {
            assertThat(heard.getInt()).isEqualTo(0x67446698);
            int error = heard.getInt();
            assertThat(heard.getLong()).isEqualTo(cookie);
            return error;
        }
        ByteBuffer payload = chunk(cookie, 0x8001);
        int error = payload.getInt();
        assertThat(payload.getShort()).isEqualTo((short) payload.remaining());
        return error;
    }

    private ByteBuffer chunk(long cookie, int type) {
        assertThat(heard.getInt()).isEqualTo(0x668e33ef);
        assertThat(heard.getShort()).isEqualTo((short) 1);
        assertThat(Short.toUnsignedInt(heard.getShort())).isEqualTo(type);
        assertThat(heard.getLong()).isEqualTo(cookie);
        return options.take(heard.getInt());
    }

    private void simple(long cookie, int error) {
        assertThat(heard.getInt()).isEqualTo(0x67446698);
        assertThat(heard.getInt()).isEqualTo(error);
        assertThat(heard.getLong()).isEqualTo(cookie);
    }

    private void read(NbdModel model, long cookie, long offset, int length) {
        ByteBuffer expected = ByteBuffer.wrap(model.content(), (int) offset, length);
        if (options.isStructured()) {
            ByteBuffer payload = chunk(cookie, 1);
            assertThat(payload.getLong()).isEqualTo(offset);
            assertThat(payload.equals(expected)).as("content read").isTrue();
        } else {
            simple(cookie, 0);
            assertThat(options.take(length).equals(expected)).as("content read").isTrue();
        }
    }

    private void blockStatus(NbdModel model, int flags, long cookie, long offset, long length) {
        ByteBuffer payload = chunk(cookie, 5);
        assertThat(payload.getInt()).isEqualTo(1);
        if ((flags & 8) != 0) {
            assertThat(payload.remaining()).isEqualTo(8);
        }
        long at = offset;
        while (payload.hasRemaining()) {
            int extent = payload.getInt();
            boolean hole = payload.getInt() == 3;
            assertThat(extent).isPositive();
            for (long end = at + extent; at < end; at += 512) {
                assertThat(model.isHole(at)).isEqualTo(hole);
            }
        }
        assertThat(at).isLessThanOrEqualTo(offset + length);
        assertThat(at == offset + length || (flags & 8) != 0)
                .as("all of it told")
                .isTrue();
    }

    private static void change(NbdModel model, int type, long offset, long length, byte[] payload) {
        if (type == 1) {
            model.put(offset, payload);
        } else if (type == 4 || type == 6) {
            model.zero(offset, length);
        }
    }
}
