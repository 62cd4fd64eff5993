package io.brownout.fleet;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Brings a database to what this version of the API needs: the numbered files {@code schema-N.sql} beside this class, those that it has not seen yet, in one piece. Immutable.
 *
 * @param words what stands for {@code ${…}} in them: the few that databases say differently
 */
record Migrations(Map<String, String> words) {
    private static final int LATEST = 1;

    Migrations {
        words = Map.copyOf(words);
    }

    /** Returns the version that the database had before. */
    long run(Session session) {
        session.change(SqlText.of("CREATE TABLE IF NOT EXISTS \"schema_version\" (\"version\" INTEGER PRIMARY KEY)"));
        long version = session.first(SqlText.of("SELECT coalesce(max(\"version\"), 0) AS v FROM \"schema_version\""))
                .orElseThrow()
                .whole("v");
        if (version > LATEST) {
            throw new HarnessException(
                    "expected a database of version %d at most, found %d: a later Brownout has written it"
                            .formatted(LATEST, version));
        }
        for (long next = version + 1; next <= LATEST; next++) {
            for (String statement : statements(next)) {
                session.change(SqlText.of(statement));
            }
            session.change(SqlText.of("INSERT INTO \"schema_version\" (\"version\") VALUES (?)", next));
        }
        return version;
    }

    /** A statement ends where a line does with its semicolon; a comment is a line of its own. */
    private List<String> statements(long version) {
        String text = resource("schema-%d.sql".formatted(version))
                .lines()
                .filter(line -> !line.startsWith("--"))
                .collect(Collectors.joining("\n"));
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("${%s}".formatted(word.getKey()), word.getValue());
        }
        return List.of(text.strip().split(";\n|;$"));
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Migrations.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
