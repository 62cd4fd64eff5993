package io.brownout.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.testing.Tool;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NbdRealClientsTest {
    private static final String LIBNBD = "libnbd-bin";

    @TempDir
    private Path folder;

    @Test
    void clients_choose_between_exports_and_respect_the_one_that_is_read_only() {
        MemoryExport writable = new MemoryExport("after-12", 1 << 20, false);
        MemoryExport fixed = new MemoryExport("after-13-without-4", 2 << 20, true);
        Path socket = folder.resolve("nbd");
        SocketAddress address = UnixDomainSocketAddress.of(socket);
        try (NbdServer _ = NbdServer.start(MemoryExport.offering(writable, fixed), address)) {
            String named = "nbd+unix:///after-13-without-4?socket=" + socket;

            assertThat(Tool.run(LIBNBD, "nbdinfo", "--list", "nbd+unix:///?socket=" + socket))
                    .contains("export=\"after-12\"", "export=\"after-13-without-4\"");
            assertThat(Tool.run(LIBNBD, "nbdinfo", named))
                    .contains("export-size: 2097152", "is_read_only: true", "can_multi_conn: false")
                    .contains("contexts:", "base:allocation", "can_cache: true", "can_fast_zero: true");
            assertThat(Tool.run("python3-libnbd", "nbdsh", "-u", named, "-c", """
                    h.set_strict_mode(0)
                    for change in (lambda: h.pwrite(bytes(512), 0), lambda: h.zero(512, 0), lambda: h.trim(512, 0)):
                        try:
                            change()
                        except nbd.Error as e:
                            print(e.errno)
                    """)
                            .split("\\s+"))
                    .containsExactly("EPERM", "EPERM", "EPERM");
        }
    }
}
