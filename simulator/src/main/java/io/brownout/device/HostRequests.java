package io.brownout.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the supervisor asks of the OS around its container: a file in a folder that both see, which the OS's service manager watches.
 *
 * @param folder of the host, in RAM
 */
record HostRequests(Path folder) {
    /** Asks for a reboot; the answer is that it comes. */
    void reboot() throws IOException {
        Files.writeString(folder.resolve("reboot"), "");
    }
}
