package io.brownout.device;

import java.util.List;
import java.util.Optional;

/**
 * The container engine of one device, as far as its supervisor needs it.
 *
 * <p>Each call blocks until the engine has answered, at most two minutes, and throws {@link EngineException} if it does not or refuses. Safe for any thread.
 */
interface Engine {
    /** Asks for a sign of life; answers or throws within five seconds. */
    void ping();

    /** Lists the containers that carry the supervisor's label, in any state. */
    List<EngineContainer> containers();

    /** Returns the id of an image that is there; empty if it is not. */
    Optional<String> imageId(String reference);

    /**
     * Begins to fetch an image and returns at once; the listener is told, from another thread, how it goes on and, exactly once, how it ended.
     *
     * @param login what the image's registry is told; empty for anybody
     */
    void pull(String reference, Optional<RegistryLogin> login, PullListener listener);

    /** Removes an image's reference and, if it was the last, the image; one that is gone is left alone. */
    void removeImage(String reference);

    /** Lists the volumes. */
    List<EngineResource> volumes();

    /** Creates a volume of an app; one of that name that is there is left alone. */
    void createVolume(EngineResource volume);

    /** Removes a volume with what is in it; one that is gone is left alone. */
    void removeVolume(String name);

    /** Lists the networks that the supervisor has made. */
    List<EngineResource> networks();

    /** Creates a network of an app. */
    void createNetwork(EngineResource network);

    /** Removes a network; one that is gone is left alone. */
    void removeNetwork(String name);

    /** Creates a container and returns its id. */
    String create(ContainerSpec spec);

    /** Starts a container; one that runs already is left alone. */
    void start(String id);

    /** Stops a container, by force after ten seconds; one that does not run or is gone is left alone. */
    void stop(String id);

    /** Removes a container and its anonymous volumes; one that is gone is left alone. */
    void remove(String id);

    /**
     * Calls back, from a thread of its own, whenever containers or images have changed and whenever the engine has come or gone. Spurious calls may happen.
     *
     * @return ends the watch
     */
    Watch watch(Runnable changed);

    /** Hears of one download. */
    interface PullListener {
        /** Hears how much is there, 0 to 100. */
        void progress(int percent);

        /** Hears that it has ended: with why it failed, or empty if the image is there. */
        void ended(Optional<String> failure);
    }

    /** A watch that goes on. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
