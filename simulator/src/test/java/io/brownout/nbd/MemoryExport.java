package io.brownout.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An export in memory, to test the protocol with nothing behind it: remembers who closed it, and refuses what it is told to refuse. */
final class MemoryExport implements NbdExport {
    static final int SECTOR = 512;

    private final String name;
    private final boolean readOnly;
    final byte[] content;
    private final boolean[] hole;
    final AtomicInteger uses = new AtomicInteger();
    private volatile @Nullable NbdRefusal refusal;

    MemoryExport(String name, int bytes, boolean readOnly) {
        this.name = name;
        this.readOnly = readOnly;
        this.content = new byte[bytes];
        this.hole = new boolean[bytes / SECTOR];
        java.util.Arrays.fill(hole, true);
    }

    /** Offers several; the first is the default. */
    static NbdExports offering(MemoryExport... exports) {
        return new NbdExports() {
            @Override
            public List<String> names() {
                List<String> names = new ArrayList<>();
                for (MemoryExport export : exports) {
                    names.add(export.name());
                }
                return names;
            }

            @Override
            public Optional<NbdExport> open(String name) {
                for (MemoryExport export : exports) {
                    if (name.isEmpty() || name.equals(export.name)) {
                        export.uses.incrementAndGet();
                        return Optional.of(export);
                    }
                }
                return Optional.empty();
            }
        };
    }

    void refuse(NbdError error, String reason) {
        refusal = new NbdRefusal(error, reason);
    }

    void refuseNothing() {
        refusal = null;
    }

    private void check(long offset, long length) {
        assertThat(offset % SECTOR).as("offset").isZero();
        assertThat(length % SECTOR).as("length").isZero();
        assertThat(length).isPositive();
        check();
    }

    private void check() {
        NbdRefusal thrown = refusal;
        if (thrown != null) {
            throw thrown;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long bytes() {
        return content.length;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public boolean isShared() {
        return !readOnly;
    }

    @Override
    public synchronized void read(long offset, int length, MemorySegment target, long at) {
        check(offset, length);
        MemorySegment.copy(MemorySegment.ofArray(content), offset, target, at, length);
    }

    @Override
    public synchronized void write(long offset, int length, MemorySegment source, long at, boolean forced) {
        check(offset, length);
        MemorySegment.copy(source, at, MemorySegment.ofArray(content), offset, length);
        keep(offset, length, false);
    }

    @Override
    public void trim(long offset, long length, boolean forced) {
        writeZeroes(offset, length, forced);
    }

    @Override
    public synchronized void writeZeroes(long offset, long length, boolean forced) {
        check(offset, length);
        MemorySegment.ofArray(content).asSlice(offset, length).fill((byte) 0);
        keep(offset, length, true);
    }

    private void keep(long offset, long length, boolean asHole) {
        for (long at = offset / SECTOR; at < (offset + length) / SECTOR; at++) {
            hole[(int) at] = asHole;
        }
    }

    @Override
    public void flush() {
        check();
    }

    @Override
    public void cache(long offset, long length) {
        check(offset, length);
    }

    @Override
    public synchronized void allocation(long offset, long length, NbdAllocation.Listener listener) {
        check(offset, length);
        for (long at = offset / SECTOR; at < (offset + length) / SECTOR; at++) {
            if (!listener.next(SECTOR, hole[(int) at] ? NbdAllocation.HOLE : NbdAllocation.DATA)) {
                return;
            }
        }
    }

    @Override
    public void close() {
        uses.decrementAndGet();
    }
}
