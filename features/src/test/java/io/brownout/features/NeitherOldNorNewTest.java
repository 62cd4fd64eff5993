package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.filesystem.FileListing;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What looks like trouble in the files that a cut leaves. */
class NeitherOldNorNewTest {
    private final NeitherOldNorNew trouble =
            new NeitherOldNorNew(listing(Map.of("/boot.scr", "old")), listing(Map.of("/boot.scr", "new")));

    private static FileListing listing(Map<String, String> files) {
        return new FileListing(new TreeMap<>(files), Optional.empty());
    }

    @Test
    void a_file_that_is_the_old_or_the_new_one_is_no_trouble() {
        assertThat(trouble.applyAsInt(listing(Map.of("/boot.scr", "old")))).isZero();
        assertThat(trouble.applyAsInt(listing(Map.of("/boot.scr", "new")))).isZero();
    }

    @Test
    void a_file_that_is_neither_or_gone_is() {
        assertThat(trouble.applyAsInt(listing(Map.of("/boot.scr", "half")))).isEqualTo(1);
        assertThat(trouble.applyAsInt(listing(Map.of()))).isEqualTo(1);
    }

    @Test
    void what_an_interrupted_write_leaves_beside_a_file_is_no_trouble() {
        assertThat(trouble.applyAsInt(listing(Map.of(
                        "/boot.scr", "old",
                        "/.boot.scr.01234567.0123456789abcdef0123456789abcdef.tmp", "half",
                        "/overlays/FATRW000.TMP", "half"))))
                .isZero();
    }

    @Test
    void the_boot_loader_does_not_look_at_it_either() {
        FileListing left = listing(Map.of("/boot.scr", "old", "/FATRW001.TMP", "half", "/fatrw.tmp", "somebody's"));

        assertThat(BootLoaderFiles.of(left, "bcm2837-rpi-3-b.dtb").files()).containsOnlyKeys("/boot.scr", "/fatrw.tmp");
    }
}
