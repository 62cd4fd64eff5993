package io.brownout.filesystem;

import static io.brownout.filesystem.StoredNumbers.big16;
import static io.brownout.filesystem.StoredNumbers.big32;

import io.brownout.filesystem.Ext4Transaction.Carried;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The journal inside of an ext4 file system, as jbd2 keeps it (Linux {@code include/linux/jbd2.h} and {@code fs/jbd2/recovery.c}; Documentation/filesystems/ext4/journal.rst). A ring of blocks, of which the
 * first holds its superblock. Fast commits are not read.
 */
final class Ext4Journal {
    static final int DESCRIPTOR = 1;
    static final int COMMIT = 2;
    static final int REVOKE = 5;

    private static final long MAGIC = 0xC03B3998L;
    private static final int HEADER_BYTES = 12;
    private static final int SUPERBLOCK_V2 = 4;

    private static final int CHECKSUM_V1 = 0x1; // of the compatible ones: one sum for a whole transaction
    private static final int WIDE = 0x2;
    private static final int CHECKSUM_V2 = 0x8;
    private static final int CHECKSUM_V3 = 0x10;
    private static final int FAST_COMMIT = 0x20;

    private static final int ESCAPED = 1;
    private static final int SAME_UUID = 2;
    private static final int LAST = 8;

    private final Ext4Blocks blocks;
    private final long[] places;
    private final byte[] superblock;
    private final long features;
    private final int first;
    private final int end;
    private final int seed;

    private Ext4Journal(Ext4Blocks blocks, long[] places, byte[] superblock) {
        this.blocks = blocks;
        this.places = places;
        this.superblock = superblock;
        this.features = big32(superblock, 4) == SUPERBLOCK_V2 ? big32(superblock, 0x28) : 0;
        long fast = (features & FAST_COMMIT) == 0 ? 0 : big32(superblock, 0x54) == 0 ? 256 : big32(superblock, 0x54);
        this.first = (int) Math.min(big32(superblock, 0x14), Integer.MAX_VALUE);
        this.end = Math.clamp(big32(superblock, 0x10) - fast, 0, places.length);
        this.seed = Crc32c.of(Crc32c.BEGIN, superblock, 0x30, 16);
    }

    /** Reads its superblock; empty if the file system has no journal inside, {@link Ext4DamagedException} if that cannot be read. */
    static Optional<Ext4Journal> of(Ext4Volume volume) {
        long number = volume.superblock().journalInode();
        if (number == 0) {
            return Optional.empty();
        }
        Ext4Blocks blocks = volume.blocks();
        long[] places = places(blocks, volume.inode(number));
        if (places.length < 2 || places[0] == 0) {
            throw new Ext4DamagedException("its journal, inode %d, has no blocks".formatted(number));
        }
        byte[] superblock = blocks.read(places[0], 1);
        long type = big32(superblock, 4);
        if (big32(superblock, 0) != MAGIC || (type != 3 && type != SUPERBLOCK_V2)) {
            throw new Ext4DamagedException("the superblock of its journal is none");
        }
        if (big32(superblock, 0xc) != blocks.blockBytes()) {
            throw new Ext4DamagedException("its journal says blocks of %d bytes, the file system has them of %d"
                    .formatted(big32(superblock, 0xc), blocks.blockBytes()));
        }
        Ext4Journal journal = new Ext4Journal(blocks, places, superblock);
        if (journal.first < 1 || journal.first >= journal.end) {
            throw new Ext4DamagedException(
                    "its journal says that it begins at block %d of %d".formatted(journal.first, journal.end));
        }
        return Optional.of(journal);
    }

    private static long[] places(Ext4Blocks blocks, Ext4Inode inode) {
        long length = Math.min(inode.size() / blocks.blockBytes(), blocks.count());
        long[] places = new long[(int) Math.max(0, length)];
        Ext4BlockMap.walk(blocks, inode, new Ext4BlockMap.Visitor() {
            @Override
            public void content(long logical, long physical, int count, boolean written) {
                for (int i = 0; i < count && logical + i < places.length; i++) {
                    places[(int) logical + i] = physical + i;
                }
            }

            @Override
            public boolean tree(long physical) {
                return true;
            }
        });
        return places;
    }

    /** Says how many blocks its inode has; what the journal has no use for at the end among them. */
    int length() {
        return places.length;
    }

    /** Returns the block of the file system in which a block of the journal lies. */
    long place(int journalBlock) {
        return places[journalBlock];
    }

    /** Returns the number of the transaction that the journal begins with. */
    long firstSequence() {
        return big32(superblock, 0x18);
    }

    /** Returns the block at which that begins; 0 if nothing waits. */
    int start() {
        long start = big32(superblock, 0x1c);
        return start >= first && start < end ? (int) start : 0;
    }

    private byte[] read(int journalBlock) {
        return places[journalBlock] == 0 ? new byte[blocks.blockBytes()] : blocks.read(places[journalBlock], 1);
    }

    private int after(int journalBlock) {
        return journalBlock + 1 >= end ? first : journalBlock + 1;
    }

    /** Says what a block of the journal's own is: {@link #DESCRIPTOR}, {@link #COMMIT}, {@link #REVOKE}, 0 for anything else. */
    static int type(byte[] block) {
        long type = big32(block, 4);
        return big32(block, 0) == MAGIC && type <= REVOKE ? (int) type : 0;
    }

    /** Returns the number of the transaction that a block of the journal's own belongs to. */
    static long sequence(byte[] block) {
        return big32(block, 8);
    }

    /** Returns the transactions that wait to be replayed, oldest first. */
    List<Ext4Transaction> waiting() {
        List<Ext4Transaction> found = new ArrayList<>();
        int at = start();
        long sequence = firstSequence();
        int left = end;
        while (at != 0 && left > 0) {
            Optional<Ext4Transaction> transaction = transaction(at, sequence);
            if (transaction.isEmpty()) {
                break;
            }
            found.add(transaction.get());
            left -= Math.max(1, Math.floorMod(transaction.get().next() - at, end - first));
            at = transaction.get().next();
            sequence = (sequence + 1) & 0xffffffffL;
        }
        return found;
    }

    /** Reads the transaction of that number that begins at a block; empty if it is not there as a whole. */
    Optional<Ext4Transaction> transaction(int begin, long sequence) {
        List<Integer> descriptors = new ArrayList<>();
        List<Carried> carried = new ArrayList<>();
        Set<Long> revoked = new HashSet<>();
        int sum = Crc32.BEGIN;
        int at = begin;
        for (int left = end - first; left > 0; left--) {
            byte[] block = read(at);
            if (type(block) == 0 || sequence(block) != sequence) {
                return Optional.empty();
            }
            switch (type(block)) {
                case COMMIT -> {
                    return isIntactCommit(block, sum)
                            ? Optional.of(new Ext4Transaction(sequence, descriptors, carried, revoked, at, after(at)))
                            : Optional.empty();
                }
                case DESCRIPTOR -> {
                    if (!hasIntactTail(block)) {
                        return Optional.empty();
                    }
                    descriptors.add(at);
                    int before = carried.size();
                    at = tags(block, at, carried);
                    left -= carried.size() - before;
                    sum = hasTransactionSums() ? sum(sum, block, carried.subList(before, carried.size())) : sum;
                }
                case REVOKE -> {
                    if (!hasIntactTail(block)) {
                        return Optional.empty();
                    }
                    descriptors.add(at);
                    revocations(block, revoked);
                }
                default -> {
                    return Optional.empty();
                }
            }
            at = after(at);
        }
        return Optional.empty();
    }

    private boolean has(int feature) {
        return (features & feature) != 0;
    }

    private boolean hasChecksums() {
        return has(CHECKSUM_V2) || has(CHECKSUM_V3);
    }

    /** Takes the tags of a descriptor; returns the last block that they speak of. */
    private int tags(byte[] descriptor, int at, List<Carried> carried) {
        int tagBytes = has(CHECKSUM_V3) ? 16 : (has(WIDE) ? 12 : 8) + (has(CHECKSUM_V2) ? 2 : 0);
        int limit = descriptor.length - (hasChecksums() ? 4 : 0);
        int journalBlock = at;
        for (int tag = HEADER_BYTES; tag + tagBytes <= limit; ) {
            int flags = has(CHECKSUM_V3) ? (int) big32(descriptor, tag + 4) : big16(descriptor, tag + 6);
            long high = has(WIDE) ? big32(descriptor, tag + 8) : 0;
            long checksum = has(CHECKSUM_V3) ? big32(descriptor, tag + 12) : big16(descriptor, tag + 4);
            journalBlock = after(journalBlock);
            carried.add(
                    new Carried(journalBlock, big32(descriptor, tag) | high << 32, (flags & ESCAPED) != 0, checksum));
            if ((flags & LAST) != 0 || carried.size() > end) {
                break;
            }
            tag += tagBytes + ((flags & SAME_UUID) != 0 ? 0 : 16);
        }
        return journalBlock;
    }

    private void revocations(byte[] block, Set<Long> revoked) {
        int width = has(WIDE) ? 8 : 4;
        long limit = Math.min(big32(block, 12), block.length - (hasChecksums() ? 4 : 0));
        for (int at = 16; at + width <= limit; at += width) {
            revoked.add(width == 4 ? big32(block, at) : big32(block, at) << 32 | big32(block, at + 4));
        }
    }

    private boolean hasIntactTail(byte[] block) {
        return !hasChecksums() || isIntact(block, block.length - 4);
    }

    private boolean hasTransactionSums() {
        return big32(superblock, 4) == SUPERBLOCK_V2 && (big32(superblock, 0x24) & CHECKSUM_V1) != 0;
    }

    private int sum(int begin, byte[] descriptor, List<Carried> copies) {
        int sum = Crc32.of(begin, descriptor);
        for (Carried copy : copies) {
            sum = Crc32.of(sum, read(copy.journalBlock()));
        }
        return sum;
    }

    /** With one sum for the transaction, it may also have been left out ({@code fs/jbd2/recovery.c}, do_one_pass). */
    private boolean isIntactCommit(byte[] block, int sum) {
        if (hasChecksums()) {
            return isIntact(block, 16);
        }
        boolean isLeftOut = big16(block, 12) == 0 && big32(block, 16) == 0;
        boolean isRight = big16(block, 12) == 0x0104 && (int) big32(block, 16) == sum; // CRC-32, 4 bytes
        return !hasTransactionSums() || isLeftOut || isRight;
    }

    private boolean isIntact(byte[] block, int checksumAt) {
        byte[] zeroed = block.clone();
        Arrays.fill(zeroed, checksumAt, checksumAt + 4, (byte) 0);
        return Integer.toUnsignedLong(Crc32c.of(seed, zeroed)) == big32(block, checksumAt);
    }

    /** Says whether the checksum of a copy is right; one that is not is left out when the journal is replayed. */
    private boolean isIntact(Carried copy, long sequence) {
        int begin = Crc32c.of(seed, StoredNumbers.big32(sequence));
        long computed = Integer.toUnsignedLong(Crc32c.of(begin, read(copy.journalBlock())));
        return !hasChecksums() || (computed & (has(CHECKSUM_V3) ? 0xffffffffL : 0xffff)) == copy.checksum();
    }

    /** Returns the copy of a block that a transaction carries. */
    byte[] content(Carried copy) {
        byte[] content = read(copy.journalBlock());
        if (copy.escaped()) {
            System.arraycopy(StoredNumbers.big32(MAGIC), 0, content, 0, 4);
        }
        return content;
    }

    /** Lays everything that waits over a view of the card. */
    void replayInto(OverlaidView view) {
        List<Ext4Transaction> transactions = waiting();
        Map<Long, Long> revokedBy = new HashMap<>();
        transactions.forEach(it -> it.revoked().forEach(block -> revokedBy.put(block, it.sequence())));
        for (Ext4Transaction transaction : transactions) {
            for (Carried copy : transaction.carried()) {
                Long revoker = revokedBy.get(copy.block());
                boolean isRevoked = revoker != null && (int) (revoker - transaction.sequence()) >= 0;
                boolean isBlock = copy.block() == 0 || blocks.contains(copy.block(), 1);
                if (isBlock && !isRevoked && isIntact(copy, transaction.sequence())) {
                    view.put(blocks.sectorOf(copy.block()), content(copy));
                }
            }
        }
    }
}
