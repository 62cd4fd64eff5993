package io.brownout.wear;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.card.CardJournal;
import io.brownout.card.CardRequest;
import io.brownout.filesystem.SectorView;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A card as a journal leaves it, record by record. Keeps for each sector the number of the record that wrote it last; the content stays in the journal. Not safe for threads. */
final class JournalReplay implements SectorView {
    private static final int PAGE = 1024;
    private static final int NEVER = 0;

    private final CardJournal journal;
    private final SectorView began;
    private final Map<Long, int[]> pages = new HashMap<>();

    JournalReplay(CardJournal journal, SectorView began) {
        this.journal = journal;
        this.began = began;
    }

    /** Lets a record happen. */
    void apply(CardRequest request) {
        long end = Math.min(request.sector() + request.sectors(), sectors());
        int mark = Math.toIntExact(request.number() + 1);
        for (long at = request.sector(); at < end; ) {
            int from = (int) (at % PAGE);
            int to = (int) Math.min(PAGE, from + end - at);
            Arrays.fill(pages.computeIfAbsent(at / PAGE, absent -> new int[PAGE]), from, to, mark);
            at += to - from;
        }
    }

    @Override
    public long sectors() {
        return began.sectors();
    }

    private int lastWriter(long sector) {
        int[] page = pages.get(sector / PAGE);
        return page == null ? NEVER : page[(int) (sector % PAGE)];
    }

    @Override
    public byte[] read(long sector, int count) {
        java.util.Objects.checkFromIndexSize(sector, count, sectors());
        byte[] content = new byte[count * SECTOR_BYTES];
        for (int done = 0; done < count; ) {
            int writer = lastWriter(sector + done);
            int run = 1;
            while (done + run < count && lastWriter(sector + done + run) == writer) {
                run++;
            }
            if (writer == NEVER) {
                System.arraycopy(began.read(sector + done, run), 0, content, done * SECTOR_BYTES, run * SECTOR_BYTES);
            } else {
                copy(journal.request(writer - 1), sector + done, run, content, done * SECTOR_BYTES);
            }
            done += run;
        }
        return content;
    }

    private void copy(CardRequest writer, long sector, int run, byte[] content, int at) {
        if (writer.kind().hasContent()) {
            long from = (sector - writer.sector()) * SECTOR_BYTES;
            System.arraycopy(journal.content(writer, from, run * SECTOR_BYTES), 0, content, at, run * SECTOR_BYTES);
        }
    }
}
