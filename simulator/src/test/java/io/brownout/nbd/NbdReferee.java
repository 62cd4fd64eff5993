package io.brownout.nbd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges a server by what a client has said and what it has heard: walks through both and knows, from the specification alone, which answers are allowed and what the exports must hold in the end. Shares no code with the server.
 */
final class NbdReferee {
    private static final int EINVAL = 22;
    private static final int OPTION_LIMIT = 1 << 16; // The server's own, and documented.
    private static final int PAYLOAD_LIMIT = 32 << 20;

    private final ByteBuffer said;
    private final ByteBuffer heard;
    private final List<Model> models;
    private boolean structured;
    private @Nullable String selected;
    private int answered;

    /** What an export must hold. */
    static final class Model {
        private final String name;
        private final boolean readOnly;
        private final byte[] content;
        private final boolean[] holes;

        Model(String name, boolean readOnly, int bytes) {
            this.name = name;
            this.readOnly = readOnly;
            this.content = new byte[bytes];
            this.holes = new boolean[bytes / 512];
            java.util.Arrays.fill(holes, true);
        }

        byte[] content() {
            return content;
        }

        void keep(long offset, long length, boolean hole) {
            java.util.Arrays.fill(holes, (int) (offset / 512), (int) ((offset + length) / 512), hole);
        }
    }

    NbdReferee(byte[] said, byte[] heard, List<Model> models) {
        this.said = ByteBuffer.wrap(said);
        this.heard = ByteBuffer.wrap(heard);
        this.models = models;
    }

    /** Judges; returns how many requests were answered. */
    int judge() {
        assertThat(heard.getLong()).isEqualTo(0x4e42444d41474943L);
        assertThat(heard.getLong()).isEqualTo(0x49484156454F5054L);
        assertThat(heard.getShort()).isEqualTo((short) 3);
        if (said.remaining() >= 4) {
            int flags = said.getInt();
            if ((flags & ~3) == 0) {
                Model model = haggle((flags & 2) != 0);
                while (model != null && request(model)) {
                    answered++;
                }
            }
        }
        assertThat(heard.remaining()).as("bytes that nobody asked for").isZero();
        return answered;
    }

    private @Nullable Model haggle(boolean noZeroes) {
        while (said.remaining() >= 16) {
            if (said.getLong() != 0x49484156454F5054L) {
                return null;
            }
            int option = said.getInt();
            long length = Integer.toUnsignedLong(said.getInt());
            boolean tooLong = length > OPTION_LIMIT;
            if ((tooLong && option == 1) || length > PAYLOAD_LIMIT || length > said.remaining()) {
                return null;
            }
            ByteBuffer data = said.slice(said.position(), (int) length);
            said.position(said.position() + (int) length);
            if (option == 10) {
                selected = null;
            }
            if (tooLong) {
                expect(option, 0x80000009);
                continue;
            }
            if (option == 1) {
                return exportName(data, noZeroes);
            }
            if (option == 2) {
                expect(option, 1);
                return null;
            }
            Model chosen = answer(option, data);
            if (chosen != null) {
                return chosen;
            }
        }
        return null;
    }

    private @Nullable Model exportName(ByteBuffer data, boolean noZeroes) {
        String name = string(data, data.remaining());
        Model model = name == null ? null : model(name);
        if (model != null) {
            enter(String.valueOf(name));
            export(model, heard);
            if (!noZeroes) {
                byte[] zeroes = new byte[124];
                heard.get(zeroes);
                assertThat(zeroes).containsOnly(0);
            }
        }
        return model;
    }

    private @Nullable Model answer(int option, ByteBuffer data) {
        switch (option) {
            case 3 -> {
                if (data.hasRemaining()) {
                    expect(option, 0x80000003);
                } else {
                    models.forEach(
                            model -> assertThat(expect(option, 2).remaining()).isPositive());
                    expect(option, 1);
                }
            }
            case 8 -> {
                structured |= !data.hasRemaining();
                expect(option, data.hasRemaining() ? 0x80000003 : 1);
            }
            case 6, 7 -> {
                return describe(option, data);
            }
            case 9, 10 -> contexts(option, data);
            default -> expect(option, 0x80000001);
        }
        return null;
    }

    private @Nullable Model describe(int option, ByteBuffer data) {
        String name = data.remaining() < 4 ? null : string(data, data.getInt());
        if (name == null || data.remaining() < 2 || Short.toUnsignedInt(data.getShort()) * 2 != data.remaining()) {
            expect(option, 0x80000003);
            return null;
        }
        Model model = model(name);
        if (model == null) {
            expect(option, 0x80000006);
            return null;
        }
        boolean exportTold = false;
        while (heard.getInt(heard.position() + 12) == 3) {
            ByteBuffer info = expect(option, 3);
            if (info.getShort() == 0) {
                export(model, info);
                exportTold = true;
            }
        }
        assertThat(exportTold).isTrue();
        expect(option, 1);
        if (option != 7) {
            return null;
        }
        enter(name);
        return model;
    }

    /** A selection counts only for the export, by its very name, that is used in the end. */
    private void enter(String name) {
        selected = name.equals(selected) ? selected : null;
    }

    private void export(Model model, ByteBuffer data) {
        assertThat(data.getLong()).isEqualTo(model.content.length);
        int flags = data.getShort();
        assertThat((flags & 2) != 0).isEqualTo(model.readOnly);
        assertThat((flags & 1 << 7) != 0).isEqualTo(structured);
    }

    private void contexts(int option, ByteBuffer data) {
        List<String> queries = new ArrayList<>();
        String name = data.remaining() < 4 ? null : string(data, data.getInt());
        boolean valid = name != null && data.remaining() >= 4;
        for (long left = valid ? Integer.toUnsignedLong(data.getInt()) : 0; valid && left > 0; left--) {
            String query = data.remaining() < 4 ? null : string(data, data.getInt());
            valid = query != null && query.contains(":");
            queries.add(String.valueOf(query));
        }
        if (!valid || data.hasRemaining() || !structured) {
            expect(option, 0x80000003);
        } else if (model(String.valueOf(name)) == null) {
            expect(option, 0x80000006);
        } else {
            boolean listed = option == 9 && (queries.isEmpty() || queries.contains("base:"));
            if (listed || queries.contains("base:allocation")) {
                assertThat(expect(option, 4).getInt()).isEqualTo(option == 9 ? 0 : 1);
                selected = option == 10 ? name : selected;
            }
            expect(option, 1);
        }
    }

    private ByteBuffer expect(int option, int type) {
        assertThat(heard.getLong()).isEqualTo(0x3e889045565a9L);
        assertThat(heard.getInt()).isEqualTo(option);
        assertThat(heard.getInt()).isEqualTo(type);
        return take(heard.getInt());
    }

    private ByteBuffer take(int bytes) {
        ByteBuffer taken = heard.slice(heard.position(), bytes);
        heard.position(heard.position() + bytes);
        return taken;
    }

    private static @Nullable String string(ByteBuffer data, int bytes) {
        if (bytes < 0 || bytes > 4096 || bytes > data.remaining()) {
            return null;
        }
        ByteBuffer text = data.slice(data.position(), bytes);
        data.position(data.position() + bytes);
        try {
            String decoded = UTF_8.newDecoder().decode(text).toString();
            return decoded.contains("\0") ? null : decoded;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private @Nullable Model model(String name) {
        return models.stream()
                .filter(model -> name.isEmpty() || model.name.equals(name))
                .findFirst()
                .orElse(null);
    }

    private boolean request(Model model) {
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
    private Set<Integer> errors(Model model, int flags, int type, long offset, long length) {
        Set<Integer> errors = new TreeSet<>();
        int allowed = 1
                | switch (type) {
                    case 0 -> structured ? 4 : 0;
                    case 6 -> 2 | 16;
                    case 7 -> 8;
                    default -> 0;
                };
        boolean flush = type == 3;
        boolean changes = type == 1 || type == 4 || type == 6;
        if (type > 7 || (flags & ~allowed & 0xffff) != 0 || (type == 7 && selected == null)) {
            errors.add(EINVAL);
        }
        if (flush ? offset != 0 || length != 0 : offset % 512 != 0 || length % 512 != 0 || length == 0) {
            errors.add(EINVAL);
        }
        if (type == 0 && length > PAYLOAD_LIMIT) {
            errors.add(EINVAL);
        }
        if (!flush && (offset < 0 || offset > model.content.length - length)) {
            errors.add(type == 1 || type == 6 ? 28 : EINVAL);
        }
        if (model.readOnly && changes) {
            errors.add(1);
        }
        return errors;
    }

    private int refusal(long cookie) {
        if (!structured) {
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
        return take(heard.getInt());
    }

    private void simple(long cookie, int error) {
        assertThat(heard.getInt()).isEqualTo(0x67446698);
        assertThat(heard.getInt()).isEqualTo(error);
        assertThat(heard.getLong()).isEqualTo(cookie);
    }

    private void read(Model model, long cookie, long offset, int length) {
        ByteBuffer expected = ByteBuffer.wrap(model.content, (int) offset, length);
        if (structured) {
            ByteBuffer payload = chunk(cookie, 1);
            assertThat(payload.getLong()).isEqualTo(offset);
            assertThat(payload.equals(expected)).as("content read").isTrue();
        } else {
            simple(cookie, 0);
            assertThat(take(length).equals(expected)).as("content read").isTrue();
        }
    }

    private void blockStatus(Model model, int flags, long cookie, long offset, long length) {
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
                assertThat(model.holes[(int) (at / 512)]).isEqualTo(hole);
            }
        }
        assertThat(at).isLessThanOrEqualTo(offset + length);
        assertThat(at == offset + length || (flags & 8) != 0)
                .as("all of it told")
                .isTrue();
    }

    private static void change(Model model, int type, long offset, long length, byte[] payload) {
        if (type == 1) {
            System.arraycopy(payload, 0, model.content, (int) offset, payload.length);
            model.keep(offset, length, false);
        } else if (type == 4 || type == 6) {
            java.util.Arrays.fill(model.content, (int) offset, (int) (offset + length), (byte) 0);
            model.keep(offset, length, true);
        }
    }
}
