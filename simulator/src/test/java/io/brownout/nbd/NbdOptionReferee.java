package io.brownout.nbd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges the first part of a conversation, in which options are haggled over; says what was agreed upon. */
final class NbdOptionReferee {
    private static final int OPTION_LIMIT = 1 << 16; // The server's own, and documented.
    private static final int PAYLOAD_LIMIT = NbdReferee.PAYLOAD_LIMIT;

    private final ByteBuffer said;
    private final ByteBuffer heard;
    private final List<NbdModel> models;
    private boolean structured;
    private @Nullable String selected;

    NbdOptionReferee(ByteBuffer said, ByteBuffer heard, List<NbdModel> models) {
        this.said = said;
        this.heard = heard;
        this.models = models;
    }

    /** Says whether replies are structured. */
    boolean isStructured() {
        return structured;
    }

    /** Says whether the export that was entered may be asked for its allocation. */
    boolean hasContext() {
        return selected != null;
    }

    /** Judges the options; returns the export that was entered, null if none was. */
    @Nullable
    NbdModel judge(boolean noZeroes) {
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
            NbdModel chosen = answer(option, data);
            if (chosen != null) {
                return chosen;
            }
        }
        return null;
    }

    private @Nullable NbdModel exportName(ByteBuffer data, boolean noZeroes) {
        String name = string(data, data.remaining());
        NbdModel model = name == null ? null : model(name);
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

    private @Nullable NbdModel answer(int option, ByteBuffer data) {
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

    private @Nullable NbdModel describe(int option, ByteBuffer data) {
        String name = data.remaining() < 4 ? null : string(data, data.getInt());
        if (name == null || data.remaining() < 2 || Short.toUnsignedInt(data.getShort()) * 2 != data.remaining()) {
            expect(option, 0x80000003);
            return null;
        }
        NbdModel model = model(name);
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

    private void export(NbdModel model, ByteBuffer data) {
        assertThat(data.getLong()).isEqualTo(model.bytes());
        int flags = data.getShort();
        assertThat((flags & 2) != 0).isEqualTo(model.isReadOnly());
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

    /** Takes the next bytes of what was heard. */
    ByteBuffer take(int bytes) {
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

    private @Nullable NbdModel model(String name) {
        return models.stream()
                .filter(model -> name.isEmpty() || model.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
