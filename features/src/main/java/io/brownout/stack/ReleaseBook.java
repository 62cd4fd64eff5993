package io.brownout.stack;

import io.brownout.fleet.Application;
import io.brownout.fleet.BuildFailedException;
import java.io.IOException;

/** Where it is noted what was built: the API. */
interface ReleaseBook {
    /**
     * Returns the kind of the devices of an application.
     *
     * @throws BuildFailedException if there is no such application
     */
    DeviceKind kind(Application application) throws BuildFailedException, IOException;

    /**
     * Begins a release; devices hear nothing of it until it has succeeded.
     *
     * @param commit 40 hexadecimal digits
     */
    Draft begin(Application application, String commit, Composition composition)
            throws BuildFailedException, IOException;

    /** A release in the making. For one thread. */
    interface Draft {
        /** Begins the image of a service, and returns where it is to be pushed to: registry, a slash, and a name that the API has made up. */
        String image(String service) throws IOException;

        /**
         * Notes that the image of a service is in the registry.
         *
         * @param digest under which the registry has it
         * @param bytes its size
         */
        void pushed(String service, String digest, long bytes) throws IOException;

        /** Ends it well: devices that follow the newest release take it. */
        void succeed() throws IOException;

        /** Ends it badly: devices stay as they are. */
        void fail() throws IOException;
    }
}
