package io.brownout.device;

import java.util.Map;

/**
 * Which images the supervisor may remove: those that targets have named since, and for which service last. An engine's other images are its owner's, or the supervisor's own. Safe for any thread.
 */
interface ImageBook {
    /** Returns the service of each reference. */
    Map<String, ServiceKey> known();

    /** Adds what a target names. */
    void note(Map<String, ServiceKey> images);

    /** Takes out an image that has been removed. */
    void forget(String reference);
}
