package io.brownout.nbd;

import java.util.Arrays;

/** What an export must hold. */
final class NbdModel {
    private final String name;
    private final boolean readOnly;
    private final byte[] content;
    private final boolean[] holes;

    NbdModel(String name, boolean readOnly, int bytes) {
        this.name = name;
        this.readOnly = readOnly;
        this.content = new byte[bytes];
        this.holes = new boolean[bytes / 512];
        Arrays.fill(holes, true);
    }

    String name() {
        return name;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    byte[] content() {
        return content;
    }

    int bytes() {
        return content.length;
    }

    boolean isHole(long offset) {
        return holes[(int) (offset / 512)];
    }

    /** Writes. */
    void put(long offset, byte[] written) {
        System.arraycopy(written, 0, content, (int) offset, written.length);
        keep(offset, written.length, false);
    }

    /** Trims, or writes zeroes. */
    void zero(long offset, long length) {
        Arrays.fill(content, (int) offset, (int) (offset + length), (byte) 0);
        keep(offset, length, true);
    }

    private void keep(long offset, long length, boolean hole) {
        Arrays.fill(holes, (int) (offset / 512), (int) ((offset + length) / 512), hole);
    }
}
