package io.brownout.card;

import io.brownout.board.UsageException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;

/** The bytes of a journal's {@code records.bin}; {@code docs/cards.md} has the table. All numbers are little-endian. */
final class JournalLayout {
    static final String RECORDS = "records.bin";
    static final String CONTENT = "content.bin";
    static final int RECORD_BYTES = 64;
    static final int HEADER_BYTES = 4096;
    static final int RECORDS_SHIFT = 20;
    static final int CONTENT_SHIFT = 22;
    static final long NO_CONTENT = -1;
    /** The place of content that is nothing but zeroes, and is therefore not kept. */
    static final long ZEROES = -2;

    private static final long MAGIC = 0x4C4E524A44524143L; // "CARDJRNL"
    private static final int VERSION = 2;
    private static final int NAME_BYTES = 256;
    private static final byte FORCED = 1;

    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle KIND = ValueLayout.JAVA_BYTE.varHandle();

    private JournalLayout() {}

    /** What stands at the beginning of a journal: when it began, on the test machine's clock, and of which card it is. */
    record Header(long cardBytes, Instant began, String name) {}

    static void writeHeader(MemorySegment memory, Header header) {
        byte[] name = header.name().getBytes(StandardCharsets.UTF_8);
        byte[] kept = Arrays.copyOf(name, Math.min(name.length, NAME_BYTES));
        Instant began = header.began();
        memory.set(LONG, 0, MAGIC);
        memory.set(INT, 8, VERSION);
        memory.set(INT, 12, RECORD_BYTES);
        memory.set(LONG, 16, header.cardBytes());
        memory.set(LONG, 24, began.getEpochSecond());
        memory.set(INT, 32, began.getNano());
        memory.set(INT, 36, kept.length);
        MemorySegment.copy(kept, 0, memory, ValueLayout.JAVA_BYTE, 40, kept.length);
    }

    static Header readHeader(MemorySegment memory, Path path) {
        if (memory.byteSize() < HEADER_BYTES || memory.get(LONG, 0) != MAGIC) {
            throw new UsageException(
                    "expected a card's journal in %s, its first bytes are not those of one".formatted(path));
        }
        if (memory.get(INT, 8) != VERSION || memory.get(INT, 12) != RECORD_BYTES) {
            throw new UsageException("the journal %s is of version %d, expected %d; record it anew"
                    .formatted(path, memory.get(INT, 8), VERSION));
        }
        byte[] name = new byte[Math.clamp(memory.get(INT, 36), 0, NAME_BYTES)];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 40, name, 0, name.length);
        return new Header(
                memory.get(LONG, 16),
                Instant.ofEpochSecond(memory.get(LONG, 24), memory.get(INT, 32)),
                new String(name, StandardCharsets.UTF_8));
    }

    static long place(long number) {
        return HEADER_BYTES + number * RECORD_BYTES;
    }

    /** Writes a record; its kind last, so that a reader of the file, now or after a kill, never takes half a record for one. */
    static void writeRecord(MemorySegment memory, long at, CardRequest request, long contentPlace) {
        memory.set(ValueLayout.JAVA_BYTE, at + 1, request.forced() ? FORCED : 0);
        memory.set(LONG, at + 8, request.nanos());
        memory.set(LONG, at + 16, request.offset());
        memory.set(LONG, at + 24, request.length());
        memory.set(LONG, at + 32, request.hash());
        memory.set(LONG, at + 40, contentPlace);
        memory.set(LONG, at + 48, request.write());
        memory.set(LONG, at + 56, check(memory, at, request.kind().code()));
        KIND.setRelease(memory, at, request.kind().code());
    }

    /** Says whether something was written in the place of a record, be it whole or not. */
    static boolean isBegun(MemorySegment memory, long at) {
        return at + RECORD_BYTES <= memory.byteSize() && (byte) KIND.getAcquire(memory, at) != 0;
    }

    /** Says whether there is a whole record: one that is as it was written, also where the host has lost its power and some of the file's pages with it. */
    static boolean isRecord(MemorySegment memory, long at) {
        return isBegun(memory, at)
                && RequestKind.isCode((byte) KIND.getAcquire(memory, at))
                && memory.get(LONG, at + 56) == check(memory, at, (byte) KIND.getAcquire(memory, at));
    }

    /** Mixes the words of a record as splitmix64 mixes its state (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). */
    private static long check(MemorySegment memory, long at, byte kind) {
        long hash = (long) kind << 8 | memory.get(ValueLayout.JAVA_BYTE, at + 1);
        for (int word = 8; word < 56; word += 8) {
            hash = (hash ^ memory.get(LONG, at + word)) * 0xBF58476D1CE4E5B9L;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    static CardRequest readRecord(MemorySegment memory, long at, long number, Instant began) {
        long nanos = memory.get(LONG, at + 8);
        return new CardRequest(
                number,
                began.plusNanos(nanos),
                nanos,
                RequestKind.ofCode((byte) KIND.getAcquire(memory, at)),
                memory.get(ValueLayout.JAVA_BYTE, at + 1) == FORCED,
                memory.get(LONG, at + 16),
                memory.get(LONG, at + 24),
                memory.get(LONG, at + 32),
                memory.get(LONG, at + 48));
    }

    static RequestKind kind(MemorySegment memory, long at) {
        return RequestKind.ofCode((byte) KIND.getAcquire(memory, at));
    }

    static long offset(MemorySegment memory, long at) {
        return memory.get(LONG, at + 16);
    }

    static long length(MemorySegment memory, long at) {
        return memory.get(LONG, at + 24);
    }

    static long hash(MemorySegment memory, long at) {
        return memory.get(LONG, at + 32);
    }

    static long contentPlace(MemorySegment memory, long at) {
        return memory.get(LONG, at + 40);
    }
}
