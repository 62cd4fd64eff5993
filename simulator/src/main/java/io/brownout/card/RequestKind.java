package io.brownout.card;

/** What a record of a card's journal stands for. */
public enum RequestKind {
    /** The board read sectors. */
    READ(1, false, false, false),
    /** The board wrote sectors. */
    WRITE(2, true, true, true),
    /** The board asked for everything written so far to be made durable. */
    FLUSH(3, false, false, false),
    /** The board said that it no longer needs sectors; they read as zeroes from then on. */
    TRIM(4, true, false, true),
    /** The board asked for zeroes. */
    WRITE_ZEROES(5, true, false, true),
    /** The card was plugged into a board that has power. */
    POWER_ON(6, false, false, false),
    /** The power went. If the card cut it, offset and length are those of the write that did not land; else the length is 0. */
    POWER_LOST(7, false, false, false),
    /** What a stretch of sectors holds where that is not what was acknowledged: after a loss of power, or right after the write that a fault kept from landing there. */
    AFTERMATH(8, false, true, true),
    /** The card was taken out and changed on a PC; the length says how many bytes differ, and the {@link #HOST_WRITE} records right before it hold them. */
    EDITED(9, false, false, false),
    /** A stretch of sectors that was changed on a PC. */
    HOST_WRITE(10, false, true, true),
    /** Somebody noted something, for whoever reads the journal; its content is text in UTF-8, which belongs to no sector. It did nothing to the card. */
    MARK(11, false, true, false),
    /** The board asked for a write, a trim or a write of zeroes, and a fault of the card kept it from being done at all; the board may have been told so or not. It has no number, and changes nothing. */
    NOT_DONE(12, false, false, false);

    private static final RequestKind[] KINDS = values();

    private final byte code;
    private final boolean write;
    private final boolean content;
    private final boolean changes;

    RequestKind(int code, boolean write, boolean content, boolean changes) {
        this.code = (byte) code;
        this.write = write;
        this.content = content;
        this.changes = changes;
    }

    /** Says whether it is a write of the board's, which has a number: writes count from 0 over a journal. */
    public boolean isWrite() {
        return write;
    }

    /** Says whether the journal keeps the content of such a record. */
    public boolean hasContent() {
        return content;
    }

    /** Says whether such a record changes what the card holds. */
    public boolean changesCard() {
        return changes;
    }

    byte code() {
        return code;
    }

    static boolean isCode(int code) {
        return code >= 1 && code <= KINDS.length;
    }

    static RequestKind ofCode(int code) {
        if (!isCode(code)) {
            throw new IllegalArgumentException("no kind of record has code " + code);
        }
        return KINDS[code - 1];
    }
}
