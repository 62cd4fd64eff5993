package io.brownout.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;

class FleetDatabaseTest {
    @TempDir
    Path folder;

    private SqliteDatabase open() {
        return SqliteDatabase.open(folder.resolve("fleet.db"));
    }

    private static String setting(FleetDatabase database) {
        return database.<String>read(
                session -> session.rows(SqlText.of("SELECT \"name\" FROM \"setting\" ORDER BY 1")).stream()
                        .map(it -> it.text("name"))
                        .toList()
                        .toString());
    }

    private static long put(Session session, String name) {
        return session.insert("setting", Map.of("name", name, "value", "x"));
    }

    @Test
    void what_was_written_is_there_after_a_restart() {
        try (SqliteDatabase database = open()) {
            database.write(session -> put(session, "a"));
        }
        try (SqliteDatabase database = open()) {
            assertThat(setting(database)).isEqualTo("[a]");
        }
    }

    @Test
    void work_that_fails_leaves_nothing_behind() {
        try (SqliteDatabase database = open()) {
            assertThatThrownBy(() -> database.write(session -> {
                        put(session, "a");
                        put(session, "b");
                        return put(session, "a");
                    }))
                    .isInstanceOf(DuplicateException.class)
                    .hasMessage("\"name\" must be unique.");
            assertThat(setting(database)).isEqualTo("[]");
        }
    }

    @Test
    void a_reader_sees_one_state_throughout() {
        try (SqliteDatabase database = open()) {
            database.read(session -> {
                SqlText count = SqlText.of("SELECT count(*) AS n FROM \"setting\"");
                long before = session.first(count).orElseThrow().whole("n");
                database.write(other -> put(other, "a"));
                assertThat(session.first(count).orElseThrow().whole("n")).isEqualTo(before);
                return before;
            });
        }
    }

    @Test
    void two_that_have_the_same_file_open_write_in_turn() {
        try (SqliteDatabase one = open();
                SqliteDatabase other = open()) {
            one.write(session -> put(session, "a"));
            other.write(session -> put(session, "b"));
            one.write(session -> put(session, "c"));

            assertThat(setting(one)).isEqualTo("[a, b, c]");
            assertThat(setting(other)).isEqualTo("[a, b, c]");
        }
    }

    @Test
    void an_id_is_not_given_twice() {
        try (SqliteDatabase database = open()) {
            long first = database.write(session -> put(session, "a"));
            database.write(session -> session.change(SqlText.of("DELETE FROM \"setting\"")));

            assertThat(database.<Long>write(session -> put(session, "a"))).isGreaterThan(first);
        }
    }

    @Test
    void the_log_is_synced_at_every_commit() {
        try (SqliteDatabase database = open()) {
            assertThat(database.<String>write(session -> session.first(SqlText.of("PRAGMA journal_mode"))
                            .orElseThrow()
                            .text("journal_mode")))
                    .isEqualTo("wal");
            assertThat(database.<Long>write(session -> session.first(SqlText.of("PRAGMA synchronous"))
                            .orElseThrow()
                            .whole("synchronous")))
                    .as("2 is FULL")
                    .isEqualTo(2);
        }
    }

    @Test
    void every_field_of_every_resource_has_its_column() {
        try (SqliteDatabase database = open()) {
            for (int version : new int[] {6, 7}) {
                ResourceModel model = FleetModel.version(version);
                Caller.Developer user = new Caller.Developer(1, "anna", 1);
                ResourceRights rights = new ResourceRights(user, version, Instant.EPOCH);
                for (String resource : new TreeSet<>(model.resources().keySet())) {
                    assertThat(database.<ArrayNode>read(session ->
                                    new ODataReader(session, model, rights).read(resource, List.of(), ODataQuery.ALL)))
                            .as(resource)
                            .isNotNull();
                }
            }
        }
    }

    @Test
    void a_database_of_a_later_version_is_left_alone() {
        try (SqliteDatabase database = open()) {
            database.write(session -> session.change(SqlText.of("INSERT INTO \"schema_version\" VALUES (99)")));
        }
        assertThatThrownBy(this::open).hasMessageContaining("a later Brownout");
    }
}
