package io.brownout.features;

import io.brownout.qemu.ImageStore;
import io.brownout.qemu.PrivateFolder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs of Debian's that devices meet in the field, and that nobody wants installed: as a package each would start a service of this machine's own. */
final class DebianProgram {
    private static final Path INSTALLED = Path.of("/");

    private DebianProgram() {}

    /**
     * Returns the folder under which a package's files lie: the root of this machine if it is installed, else one in the cache, into which it is unpacked at the first call.
     *
     * @param program a file of the package, from the root on without a slash
     */
    static Path folder(String debianPackage, String program) {
        if (Files.exists(INSTALLED.resolve(program))) {
            return INSTALLED;
        }
        Path kept = ImageStore.usualCache().resolveSibling("tools").resolve(debianPackage);
        if (!Files.exists(kept)) {
            try (PrivateFolder scratch = PrivateFolder.create(PrivateFolder.usualParent())) {
                HostTool.run("sh", "-ceu", """
                        cd "$1"
                        # What this machine knows of packages may be too old, or nothing at all; it is left as it is.
                        apt-get -q download "$3" || {
                            mkdir lists cache
                            own="-o Dir::State::Lists=$PWD/lists -o Dir::Cache=$PWD/cache -o APT::Sandbox::User="
                            apt-get -q $own update
                            apt-get -q $own download "$3"
                        }
                        mkdir -p "${2%/*}"
                        new=$(mktemp -d "$2.XXXXXX")
                        dpkg-deb -x "$3"_*.deb "$new"
                        mv -T "$new" "$2" || rm -rf "$new" # Another run was first.
                        """, "unpack", scratch.path().toString(), kept.toString(), debianPackage);
            }
        }
        return kept;
    }
}
