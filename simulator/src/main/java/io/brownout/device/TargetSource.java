package io.brownout.device;

import java.util.Optional;

/** Where a device learns what is to run on it. Safe for any thread. */
interface TargetSource {
    /**
     * Returns what is wanted now, having looked for news.
     *
     * @return empty as long as nobody has ever said; then nothing is started or removed
     */
    Optional<TargetState> current();
}
