package io.brownout.filesystem;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads unsigned numbers out of bytes as file systems store them: ext4 and FAT little-endian, jbd2 big-endian. */
final class StoredNumbers {
    private static final VarHandle LITTLE_16 = view(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LITTLE_32 = view(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BIG_16 = view(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_32 = view(int[].class, ByteOrder.BIG_ENDIAN);

    private StoredNumbers() {}

    private static VarHandle view(Class<?> array, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(array, order);
    }

    static int unsigned8(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]);
    }

    static int little16(byte[] bytes, int at) {
        return Short.toUnsignedInt((short) LITTLE_16.get(bytes, at));
    }

    static long little32(byte[] bytes, int at) {
        return Integer.toUnsignedLong((int) LITTLE_32.get(bytes, at));
    }

    static int big16(byte[] bytes, int at) {
        return Short.toUnsignedInt((short) BIG_16.get(bytes, at));
    }

    static long big32(byte[] bytes, int at) {
        return Integer.toUnsignedLong((int) BIG_32.get(bytes, at));
    }

    /** Returns a number as the four bytes that checksums begin with. */
    static byte[] little32(long value) {
        return new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)};
    }

    /** Returns a number as the four bytes that checksums of a journal begin with. */
    static byte[] big32(long value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }
}
