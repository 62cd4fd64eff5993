package io.brownout.explorer;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.databind.json.JsonMapper;

/** Writes JSON so that a reader finds a file whole or not at all. */
final class JsonFile {
    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonFile() {}

    /** Writes a file {@code NAME.json} into a folder, which is made; replaces an earlier one. */
    static void write(Path folder, String name, Object content) {
        Path file = folder.resolve(name + ".json");
        Path half = folder.resolve(name + ".half");
        try {
            Files.createDirectories(folder);
            Files.writeString(half, MAPPER.writeValueAsString(content) + "\n");
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new HarnessException("cannot write the certificate %s: %s".formatted(file, e), e);
        }
    }
}
