package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerTest {
    @TempDir
    private Path folder;

    @Test
    void closing_it_again_leaves_the_socket_of_a_later_one_alone() {
        Path path = folder.resolve("control.sock");
        Listener ofFirstBoot = Listener.at(path);
        ofFirstBoot.close();

        try (Listener ofSecondBoot = Listener.at(path)) {
            ofFirstBoot.close();

            assertThat(ofSecondBoot.isNone()).isFalse();
            assertThat(path).exists();
        }
        assertThat(path).doesNotExist();
    }
}
