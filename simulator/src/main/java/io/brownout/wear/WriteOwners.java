package io.brownout.wear;

import io.brownout.card.CardJournal;
import io.brownout.card.CardRequest;
import io.brownout.filesystem.SectorOwner;
import io.brownout.filesystem.SectorView;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Says of every write of a journal what it was for: which file, directory or other part of a file system. No device helps with that: the file systems are read on the test machine, as they are written.
 *
 * <p>Content comes before the metadata that claims it. So a write to a free block waits for the next state in which the block belongs to somebody: the next committed transaction of ext4, the next link or entry of
 * FAT. What was claimed by nobody when the power went, or when the journal ended, is {@link SectorOwner.Kind#UNUSED}. What is deleted later keeps the path it had. Immutable, safe for any thread.
 */
public final class WriteOwners {
    private final CardJournal journal;
    private final StretchTable table;
    private final Map<Long, String> meanings;

    private WriteOwners(CardJournal journal, StretchTable table, Map<Long, String> meanings) {
        this.journal = journal;
        this.table = table;
        this.meanings = meanings;
    }

    /**
     * Goes through a journal as far as it reaches now, in one pass that takes some seconds for half a million writes.
     *
     * @param began what the card held when the journal began
     */
    public static WriteOwners of(CardJournal journal, SectorView began) {
        StretchTable table = new StretchTable();
        Map<Long, String> meanings = new HashMap<>();
        WriteAttribution.run(journal, began, table, meanings);
        return new WriteOwners(journal, table, meanings);
    }

    /** Returns the writes of boards in the order they came, each cut into stretches of one owner; together they cover every written sector once. */
    public Stream<WrittenStretch> stretches() {
        return stretches(0, table.size());
    }

    private Stream<WrittenStretch> stretches(int from, int to) {
        return IntStream.range(from, to)
                .filter(at -> !table.goesOn(at))
                .mapToObj(at -> new WrittenStretch(
                        journal.request(table.record(at)),
                        table.partition(at),
                        table.owner(at),
                        table.sector(at),
                        table.sectorsFrom(at)));
    }

    /** Returns the stretches of one write; none if it is no write of a board. */
    public Stream<WrittenStretch> stretchesOf(CardRequest write) {
        return stretches(table.firstOf(write.number()), table.firstOf(write.number() + 1));
    }

    /** Says for people what a write did, for example "directory entry of /uEnv.txt removed, in resin-boot". */
    public String meaningOf(CardRequest write) {
        String places =
                stretchesOf(write).map(WrittenStretch::partition).distinct().collect(Collectors.joining(" and "));
        String said = meanings.getOrDefault(write.number(), "");
        String what = said.isEmpty()
                ? stretchesOf(write)
                        .map(it -> describe(it.owner()))
                        .distinct()
                        .limit(3)
                        .collect(Collectors.joining("; "))
                : said;
        return places.isEmpty() ? "no write" : what + ", in " + places;
    }

    private static String describe(SectorOwner owner) {
        String of = owner.path().isEmpty() ? "" : " of " + owner.path();
        return switch (owner.kind()) {
            case JOURNAL -> "journal: " + owner.detail() + of;
            case UNUSED -> "free room" + (of.isEmpty() ? "" : ", last" + of);
            case FILE_DATA,
                    DIRECTORY,
                    SYMBOLIC_LINK,
                    EXTENT_TREE,
                    EXTENDED_ATTRIBUTES,
                    INODE_TABLE,
                    INODE_BITMAP,
                    BLOCK_BITMAP,
                    GROUP_DESCRIPTORS,
                    SUPERBLOCK,
                    FAT_TABLE,
                    FAT_BOOT_SECTOR,
                    FAT_INFO,
                    FAT_DIRECTORY,
                    PARTITION_TABLE,
                    UNKNOWN -> owner.kind().words() + of;
        };
    }
}
