package io.brownout.qemu;

import java.util.List;
import java.util.Optional;

/**
 * The files of an operating system among those of a boot partition: under a prefix, which is often a folder.
 *
 * <p>Follows the Raspberry Pi documentation, "config.txt", "Boot options": {@code os_prefix}, {@code upstream_kernel}. A name that begins with a slash has no prefix.
 *
 * @param prefix what goes before each name; empty for nothing
 */
record OsFiles(BootFiles files, String prefix) {
    /** Takes the prefix that a config.txt asks for, unless the kernel or a device tree is missing there; then none, as the firmware does. */
    static OsFiles of(ConfigTxt config, BootFiles files, String kernel, List<String> deviceTrees)
            throws BoardDarkException {
        Optional<String> prefix = config.value("os_prefix")
                .or(() -> config.isOn("upstream_kernel") ? Optional.of("upstream/") : Optional.empty());
        if (prefix.isPresent()) {
            OsFiles under = new OsFiles(files, prefix.get());
            if (under.read(kernel).isPresent()
                    && (deviceTrees.isEmpty() || under.firstOf(deviceTrees).isPresent())) {
                return under;
            }
        }
        return new OsFiles(files, "");
    }

    /** Returns the first name of which there is a file; empty if there is none. */
    Optional<String> firstOf(List<String> names) throws BoardDarkException {
        for (String name : names) {
            if (read(name).isPresent()) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** Returns the content of a file; empty if there is none. */
    Optional<byte[]> read(String name) throws BoardDarkException {
        return files.read(path(name));
    }

    /** Returns where a file lies, from the root folder. */
    String path(String name) {
        return name.startsWith("/") ? name.substring(1) : prefix + name;
    }
}
