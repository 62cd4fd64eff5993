package io.brownout.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.fleet.ODataSql.Row;
import io.brownout.fleet.ResourceModel.Collected;
import io.brownout.fleet.ResourceModel.Kind;
import io.brownout.fleet.ResourceModel.Resource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows of a small database filters mean. */
class ODataSqlTest {
    private static final Resource APPLICATION = new Resource(
            "application",
            Map.of("id", Kind.WHOLE, "slug", Kind.TEXT),
            Map.of(),
            Map.of("owns__device", new Collected("device", "belongs_to__application")));
    private static final Resource DEVICE = new Resource(
            "device",
            Map.of("id", Kind.WHOLE, "uuid", Kind.TEXT, "device_name", Kind.TEXT, "is_online", Kind.TRUTH),
            Map.of("belongs_to__application", "application", "is_pinned_on__release", "release"),
            Map.of("device_tag", new Collected("device_tag", "device")));
    private static final Resource TAG = new Resource(
            "device_tag",
            Map.of("id", Kind.WHOLE, "tag_key", Kind.TEXT, "value", Kind.TEXT),
            Map.of("device", "device"),
            Map.of());
    private static final ResourceModel MODEL = ResourceModel.of(List.of(APPLICATION, DEVICE, TAG));

    private Connection database;

    @BeforeEach
    void fill() throws SQLException {
        database = DriverManager.getConnection("jdbc:sqlite::memory:");
        try (Statement statement = database.createStatement()) {
            statement.executeUpdate("CREATE TABLE application (id INTEGER PRIMARY KEY, slug TEXT)");
            statement.executeUpdate(
                    "CREATE TABLE device (id INTEGER PRIMARY KEY, uuid TEXT, device_name TEXT, is_online INTEGER, belongs_to__application INTEGER, is_pinned_on__release INTEGER)");
            statement.executeUpdate(
                    "CREATE TABLE device_tag (id INTEGER PRIMARY KEY, device INTEGER, tag_key TEXT, value TEXT)");
            statement.executeUpdate("INSERT INTO application VALUES (1, 'anna/depot'), (2, 'ben/gate')");
            statement.executeUpdate(
                    "INSERT INTO device VALUES (1, '01ab', 'Kitchen', 1, 1, NULL), (2, '01cd', 'kitchen 50%', 0, 1, 7), (3, '02ef', 'Anna''s gate', 1, 2, NULL)");
            statement.executeUpdate(
                    "INSERT INTO device_tag VALUES (1, 1, 'site', 'north'), (2, 3, 'site', 'south'), (3, 3, 'old', '')");
        }
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private List<Long> devices(String filter) throws SQLException {
        SqlText sql = new SqlText();
        ODataSql said = new ODataSql(MODEL, (resource, to) -> to.add("\"%s\"".formatted(resource.name())), sql);
        Row device = said.row(DEVICE);
        sql.add("SELECT ").name(device.table(), "id").add(" FROM device %s WHERE ".formatted(device.table()));
        said.where(ODataParser.filter(filter), device);
        sql.add(" ORDER BY 1");
        List<Long> found = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(sql.text())) {
            for (int i = 0; i < sql.parameters().size(); i++) {
                statement.setObject(i + 1, sql.parameters().get(i));
            }
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                found.add(rows.getLong(1));
            }
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "uuid eq '01ab'                                          | 1",
                "uuid ne '01ab' and is_online eq true                    | 3",
                "is_online eq false or uuid eq '02ef'                    | 2 3",
                "not (is_online eq true)                                 | 2",
                "id gt 1 and id le 3                                     | 2 3",
                "id in (1,3,9)                                           | 1 3",
                "belongs_to__application eq 1                            | 1 2",
                "belongs_to__application/slug eq 'anna/depot'            | 1 2",
                "is_pinned_on__release eq null                           | 1 3",
                "is_pinned_on__release ne null                           | 2",
                "null eq is_pinned_on__release                           | 1 3",
                "startswith(uuid,'01')                                   | 1 2",
                "endswith(uuid,'ef')                                     | 3",
                "contains(device_name,'itchen')                          | 1 2",
                "contains(device_name,'%')                               | 2",
                "contains(device_name,'''s')                             | 3",
                "startswith(tolower(device_name),'kitchen')              | 1 2",
                "device_tag/any(t:t/tag_key eq 'site')                   | 1 3",
                "device_tag/any(t:t/tag_key eq 'site' and t/value eq 'south') | 3",
                "device_tag/any(t:1 eq 1)                                | 1 3",
                "device_tag/any(t:t/device/belongs_to__application/slug eq 'ben/gate') | 3",
                "belongs_to__application/any(a:a/slug eq 'ben/gate')     | 3",
                "device_tag/any(t:t/value eq uuid)                       | \"\""
            })
    void a_filter_means_the_rows_that_it_says(String filter, String ids) throws SQLException {
        assertThat(devices(filter))
                .as(filter)
                .isEqualTo(
                        ids.isEmpty()
                                ? List.of()
                                : List.of(ids.split(" ")).stream()
                                        .map(Long::valueOf)
                                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password eq 'x'",
                "slug eq 'x'",
                "uuid/slug eq 'x'",
                "tags/any(t:t/id eq 1)",
                "belongs_to__application/password eq 'x'",
                "device_tag/any(t:t/password eq 'x')"
            })
    void what_the_model_does_not_know_is_refused(String filter) {
        assertThatThrownBy(() -> devices(filter))
                .isInstanceOf(ODataException.class)
                .hasMessageContaining("has no");
    }

    @Test
    void what_looks_like_sql_in_a_value_is_a_value() throws SQLException {
        assertThat(devices("uuid eq '01ab'' OR 1=1 --'")).isEmpty();
        assertThat(devices("contains(device_name,''' OR ''a''=''a')")).isEmpty();
    }
}
