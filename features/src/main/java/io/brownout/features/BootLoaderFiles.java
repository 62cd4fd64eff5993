package io.brownout.features;

import io.brownout.filesystem.FileListing;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The files of the boot partition that a Pi's firmware and U-Boot may look at. Rather one too many: then fewer boots share a beginning. */
final class BootLoaderFiles {
    /** Beside the real files lie those that an interrupted write has left; Linux alone knows what their names mean. */
    private static final Pattern OF_LINUX = Pattern.compile(
            "/(\\..*|fatrw\\d{3}\\.tmp|overlays/.*|overlays|splash.*|system-connections.*|config\\.json|resinos\\.fingerprint|timing\\.conf|.*\\.rec)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DEVICE_TREE = Pattern.compile("/.*\\.dtb");

    private BootLoaderFiles() {}

    /** Keeps those of a listing that they may look at; device trees of other boards are not among them. */
    static FileListing of(FileListing boot, String deviceTree) {
        SortedMap<String, String> kept = new TreeMap<>(boot.files());
        kept.keySet()
                .removeIf(path -> OF_LINUX.matcher(path).matches()
                        || (DEVICE_TREE.matcher(path).matches() && !path.equals("/" + deviceTree)));
        return new FileListing(kept, boot.damage().or(Optional::empty));
    }
}
