package io.brownout.device;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Carries requests to the fleet's API. Safe for any thread; blocks until the answer is there or, a minute later, is not. */
interface FleetHttp {
    /**
     * A request.
     *
     * @param path with its query, below the API's endpoint
     * @param key what it is authorised by; empty for a request without
     * @param further headers besides
     */
    record Request(String method, String path, Optional<String> key, Map<String, String> further, Optional<Json> body) {
        /** A request with a body. */
        static Request of(String method, String path, String key, Json body) {
            return new Request(method, path, Optional.of(key), Map.of(), Optional.of(body));
        }

        /** Leaves the key and the body out, since either may be secret. */
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /**
     * An answer.
     *
     * @param mark its ETag
     * @param retryAfter its header of that name
     */
    record Answer(int status, Optional<String> mark, Optional<String> retryAfter, String body) {
        boolean ok() {
            return status >= 200 && status < 300;
        }

        /** Returns what it says, for a log: its first words. */
        String said() {
            String words = body.strip().replaceAll("\\s+", " ");
            return status + (words.isEmpty() ? "" : " " + words.substring(0, Math.min(200, words.length())));
        }
    }

    /** Sends one; {@link IOException} if no answer comes back. */
    Answer send(Request request) throws IOException;
}
