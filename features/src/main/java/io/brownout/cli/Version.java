package io.brownout.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version of this build. */
final class Version implements IVersionProvider {
    /** Returns the version, for example {@code 0.1.0-SNAPSHOT}. */
    static String text() {
        try (InputStream resource = Version.class.getResourceAsStream("version.txt")) {
            return new String(java.util.Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"brownout " + text()};
    }
}
