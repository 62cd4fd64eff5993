package io.brownout.fleet;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How far a device is with an update. Of several releases that it is busy with, the one that is least far counts. */
final class UpdateStatus {
    private static final List<String> ORDER =
            List.of("rejected", "aborted", "downloading", "downloaded", "applying changes", "done");

    private UpdateStatus() {}

    /** Returns the least of those that releases of a report have. */
    static Optional<String> first(JsonNode releases) {
        List<String> said = releases.valueStream()
                .map(it -> it.path("update_status").asString(""))
                .toList();
        return ORDER.stream().filter(said::contains).findFirst();
    }
}
