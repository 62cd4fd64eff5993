package io.brownout.device;

/** Labels by which the supervisor knows its containers; the older names in {@code io.resin.} are written too, for scripts on devices that look for them. */
final class Labels {
    static final String SUPERVISED = "io.balena.supervised";
    static final String APP_ID = "io.balena.app-id";
    static final String APP_UUID = "io.balena.app-uuid";
    static final String SERVICE_ID = "io.balena.service-id";
    static final String SERVICE_NAME = "io.balena.service-name";
    static final String IMAGE_ID = "io.balena.image-id";
    static final String RELEASE_ID = "io.balena.release-id";
    static final String COMMIT = "io.balena.commit";
    static final String OLD_SUPERVISED = "io.resin.supervised";
    static final String OLD_APP_ID = "io.resin.app-id";
    static final String OLD_SERVICE_ID = "io.resin.service-id";
    static final String OLD_SERVICE_NAME = "io.resin.service-name";
    static final String STRATEGY = "io.balena.update.strategy";
    static final String OLD_STRATEGY = "io.resin.update.strategy";
    /** Milliseconds. */
    static final String HANDOVER_TIMEOUT = "io.balena.update.handover-timeout";

    static final String OLD_HANDOVER_TIMEOUT = "io.resin.update.handover-timeout";
    /** A digest of all that a container was made from: another digest means that it must be made anew. Ours, not balena's. */
    static final String SPEC = "io.brownout.spec";

    private Labels() {}
}
