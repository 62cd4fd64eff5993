package io.brownout.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps what the fleet was told in a file of a folder in RAM. */
record ReportFile(Path file) implements StateReporter.Memory {
    @Override
    public Optional<Json> recall() {
        try {
            return Files.exists(file) ? Optional.of(Json.parse(Files.readString(file))) : Optional.empty();
        } catch (IOException | JsonException e) {
            return Optional.empty(); // Then it is told once more.
        }
    }

    @Override
    public void keep(Json told) {
        try {
            Files.writeString(file, told.written());
        } catch (IOException e) {
            // As above.
        }
    }
}
