package io.brownout.features;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Tables among our resources: a row each line, columns parted by bars, comments after a hash. */
final class TableFile {
    private TableFile() {}

    /**
     * Returns the rows of a table.
     *
     * @param name of the resource, beside this class
     * @param form what a row should look like, columns parted by bars
     */
    static List<List<String>> rows(String name, String form) {
        try (InputStream file = TableFile.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new HarnessException("%s is missing among the resources".formatted(name));
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> columns(name, form, line))
                    .toList();
        } catch (IOException e) {
            throw new HarnessException("cannot read %s: %s".formatted(name, e), e);
        }
    }

    private static List<String> columns(String name, String form, String line) {
        List<String> columns =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        if (columns.size() != form.split("\\|", -1).length) {
            throw new HarnessException("expected %s, in %s, seen: %s".formatted(form, name, line));
        }
        return columns;
    }
}
