package io.brownout.reports;

import java.util.SortedMap;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/** JSON that is the same bytes for the same values on every machine. */
final class JsonFile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private JsonFile() {}

    static String of(SortedMap<String, ?> values) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(values) + "\n";
    }
}
