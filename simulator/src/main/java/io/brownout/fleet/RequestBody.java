package io.brownout.fleet;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads what a request has sent. It is read to its end before anything is answered: the JDK's server would wait for the rest of it after the answer, and no deadline of ours could end that. */
final class RequestBody {
    /** Far more than any release's composition; far less than what would hurt. */
    static final int MOST_BYTES = 1024 * 1024;

    /** A client that has sent too much is told so if it stops before this. */
    private static final int MOST_BYTES_SKIPPED = 16 * MOST_BYTES;

    private RequestBody() {}

    /**
     * Reads it, unpacked. Blocks.
     *
     * @throws IOException if the client went away, was too slow, or does not stop
     */
    static byte[] of(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] sent = in.readNBytes(MOST_BYTES + 1);
        if (sent.length > MOST_BYTES) {
            skipRest(in);
            throw tooLarge();
        }
        String encoding = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                .orElse("identity");
        return switch (encoding) {
            case "identity" -> sent;
            case "gzip" -> unpacked(sent);
            default ->
                throw RefusedException.problem(
                        415, "Unsupported Media Type", "expected gzip or no Content-Encoding, found " + encoding);
        };
    }

    private static void skipRest(InputStream in) throws IOException {
        byte[] some = new byte[8192];
        long skipped = 0;
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
            skipped += read;
            if (skipped > MOST_BYTES_SKIPPED) {
                throw new IOException("a body without end");
            }
        }
    }

    private static byte[] unpacked(byte[] sent) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            byte[] unpacked = in.readNBytes(MOST_BYTES + 1);
            if (unpacked.length > MOST_BYTES) {
                throw tooLarge();
            }
            return unpacked;
        } catch (IOException e) {
            throw RefusedException.bad("expected a body in gzip, as Content-Encoding says");
        }
    }

    private static RefusedException tooLarge() {
        return RefusedException.problem(
                413, "Content Too Large", "expected a body of %d bytes at most".formatted(MOST_BYTES));
    }
}
