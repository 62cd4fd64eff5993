package io.brownout.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents of all sizes in one file: few bytes go there through memory, many by a call, and no reader can tell. */
class SegmentedFileTest {
    private static final int SHIFT = 20;
    /** Few behind many and many behind few, within a segment, over the border of two, and over several. */
    private static final int[] SIZES = {
        512, 65_536, 512, 4096, 3584, 1 << SHIFT, 512, 512, (3 << SHIFT) + 512, 4095, 4096, 1, 600_000, 2048
    };

    @TempDir
    private Path folder;

    @Test
    void contents_of_all_sizes_are_read_as_they_were_put() throws Exception {
        Path path = folder.resolve("content");
        Random random = new Random(5);
        List<byte[]> contents = new ArrayList<>();
        long end = 0;
        try (SegmentedFile file = SegmentedFile.create(path, SHIFT)) {
            for (int size : SIZES) {
                byte[] content = new byte[size];
                random.nextBytes(content);
                file.append(end, MemorySegment.ofArray(content), 0, size);
                contents.add(content);
                end += size;
                assertHolds(file, contents);
            }
            file.finish(end);
        }

        assertThat(Files.size(path)).isEqualTo(end);
        assertHolds(SegmentedFile.open(path, SHIFT), contents);
    }

    @Test
    void what_lies_behind_the_last_content_is_zeroes_as_long_as_the_file_is_open() {
        try (SegmentedFile file = SegmentedFile.create(folder.resolve("content"), SHIFT)) {
            file.append(0, MemorySegment.ofArray(new byte[] {1, 2, 3, 4}), 0, 4);
            file.ensure(8192);

            byte[] behind = new byte[8188];
            file.copyOut(4, MemorySegment.ofArray(behind), 0, behind.length);
            assertThat(behind).containsOnly(0);
        }
    }

    private static void assertHolds(SegmentedFile file, List<byte[]> contents) {
        long place = 0;
        for (byte[] content : contents) {
            assertThat(file.holds(place, MemorySegment.ofArray(content), 0, content.length))
                    .as("%d bytes at %d", content.length, place)
                    .isTrue();
            place += content.length;
        }
    }
}
