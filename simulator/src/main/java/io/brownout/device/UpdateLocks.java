package io.brownout.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The update locks of a device's apps. A service holds one for as long as a file of one of two names is in the folder that it sees as {@code /tmp/balena} and {@code /tmp/resin}; balena's documentation calls
 * that an update lock.
 *
 * @param folder of the host, {@code APPID/SERVICE/} below it; in RAM, so that no lock outlives a reboot
 */
record UpdateLocks(Path folder) {
    private static final List<String> NAMES = List.of("updates.lock", "resin-updates.lock");
    private static final int DEPTH = 3;
    private static final String HANDED_OVER = "handover-complete";

    /** Returns where a service's locks are, as a folder of the host. */
    static String place(Path folder, long app, String service) {
        return folder.resolve(Long.toString(app)).resolve(service).toString();
    }

    /** Returns whose lock is there, {@code APPID/SERVICE}; empty if nobody holds one. A folder that cannot be read counts as a lock: what may be held must not be broken. */
    Optional<String> held() {
        try (Stream<Path> files = Files.find(
                folder,
                DEPTH,
                (file, attributes) -> NAMES.contains(file.getFileName().toString()))) {
            return files.map(file -> folder.relativize(file.getParent()).toString())
                    .sorted()
                    .findFirst();
        } catch (NoSuchFileException e) {
            return Optional.empty(); // No service has been started yet.
        } catch (IOException | UncheckedIOException e) {
            return Optional.of("a folder that cannot be read: " + e.getMessage());
        }
    }

    /** Returns which of these apps hold one; all of them if the folder cannot be read. */
    Set<Long> holders(Set<Long> apps) {
        Set<Long> holders = new HashSet<>();
        for (long app : apps) {
            if (new UpdateLocks(folder.resolve(Long.toString(app))).held().isPresent()) {
                holders.add(app);
            }
        }
        return holders;
    }

    /** Says whether the new container of a service has said that it has taken over: by a file {@code handover-complete} in the folder that both see. */
    boolean handedOver(ServiceKey service) {
        return Files.exists(sign(service));
    }

    /** Takes an earlier such sign away. */
    void forgetHandover(ServiceKey service) throws IOException {
        Files.deleteIfExists(sign(service));
    }

    private Path sign(ServiceKey service) {
        return Path.of(place(folder, service.app(), service.service())).resolve(HANDED_OVER);
    }
}
