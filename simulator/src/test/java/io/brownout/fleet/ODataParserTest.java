package io.brownout.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.brownout.fleet.ODataFilter.And;
import io.brownout.fleet.ODataFilter.AnyOf;
import io.brownout.fleet.ODataFilter.Compare;
import io.brownout.fleet.ODataFilter.Comparison;
import io.brownout.fleet.ODataFilter.In;
import io.brownout.fleet.ODataFilter.Literal.Null;
import io.brownout.fleet.ODataFilter.Literal.Text;
import io.brownout.fleet.ODataFilter.Literal.Truth;
import io.brownout.fleet.ODataFilter.Literal.Whole;
import io.brownout.fleet.ODataFilter.LowerCase;
import io.brownout.fleet.ODataFilter.Match;
import io.brownout.fleet.ODataFilter.MatchKind;
import io.brownout.fleet.ODataFilter.Not;
import io.brownout.fleet.ODataFilter.Or;
import io.brownout.fleet.ODataFilter.Path;
import io.brownout.fleet.ODataQuery.Expand;
import io.brownout.fleet.ODataQuery.Order;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as the supervisor and balena's SDK make them. */
class ODataParserTest {
    private static Path path(String... steps) {
        return new Path(List.of(steps));
    }

    private static Compare equal(Path field, ODataFilter.Operand value) {
        return new Compare(Comparison.EQ, field, value);
    }

    @Test
    void a_device_is_found_by_its_uuid() {
        assertThat(ODataParser.filter("uuid eq '0123abcd'")).isEqualTo(equal(path("uuid"), new Text("0123abcd")));
    }

    @Test
    void and_binds_closer_than_or_and_brackets_closer_than_both() {
        Compare a = equal(path("a"), new Whole(1));
        Compare b = equal(path("b"), new Truth(true));
        Compare c = equal(path("c"), new Null());

        assertThat(ODataParser.filter("a eq 1 or b eq true and c eq null"))
                .isEqualTo(new Or(List.of(a, new And(List.of(b, c)))));
        assertThat(ODataParser.filter("(a eq 1 or b eq true) and not (c eq null)"))
                .isEqualTo(new And(List.of(new Or(List.of(a, b)), new Not(c))));
    }

    @Test
    void a_quotation_mark_in_a_text_is_written_twice() {
        assertThat(ODataParser.filter("device_name eq 'Anna''s depot'"))
                .isEqualTo(equal(path("device_name"), new Text("Anna's depot")));
    }

    @Test
    void names_that_begin_like_a_word_are_names() {
        assertThat(ODataParser.filter("order eq 1 and notes ne 'x' or inn in (1,-2)"))
                .isEqualTo(new Or(List.of(
                        new And(List.of(
                                equal(path("order"), new Whole(1)),
                                new Compare(Comparison.NE, path("notes"), new Text("x")))),
                        new In(path("inn"), List.of(new Whole(1), new Whole(-2))))));
    }

    @Test
    void rows_behind_a_navigation_are_asked_about_with_a_variable() {
        assertThat(ODataParser.filter("is_directly_accessible_by__user/any(dau:1 eq 1)"))
                .isEqualTo(new AnyOf(
                        path("is_directly_accessible_by__user"),
                        "dau",
                        new Compare(Comparison.EQ, new Whole(1), new Whole(1))));
        assertThat(ODataParser.filter(
                        "owns__device/any(d:d/is_online eq true and d/belongs_to__application/slug eq 'a/b')"))
                .isEqualTo(new AnyOf(
                        path("owns__device"),
                        "d",
                        new And(List.of(
                                equal(path("d", "is_online"), new Truth(true)),
                                equal(path("d", "belongs_to__application", "slug"), new Text("a/b"))))));
    }

    @Test
    void texts_are_looked_for_in_texts() {
        assertThat(ODataParser.filter(
                        "startswith(uuid,'01') or contains(tolower(device_name),'x') or tolower(slug) eq 'a/b'"))
                .isEqualTo(new Or(List.of(
                        new Match(MatchKind.STARTSWITH, path("uuid"), new Text("01")),
                        new Match(MatchKind.CONTAINS, new LowerCase(path("device_name")), new Text("x")),
                        new Compare(Comparison.EQ, new LowerCase(path("slug")), new Text("a/b")))));
    }

    @Test
    void what_is_told_with_each_row_has_options_of_its_own() {
        assertThat(
                        ODataParser.expand(
                                "belongs_to__application($select=id,slug;$expand=owns__release($top=1;$orderby=created_at desc,id)),device_tag/$count($filter=tag_key eq 'x')"))
                .containsExactly(
                        new Expand("belongs_to__application", options(options -> {
                            options.select = List.of("id", "slug");
                            options.expand = List.of(new Expand("owns__release", options(inner -> {
                                inner.top = OptionalInt.of(1);
                                inner.orderBy =
                                        List.of(new Order(path("created_at"), true), new Order(path("id"), false));
                            })));
                        })),
                        new Expand(
                                "device_tag",
                                new ODataQuery(
                                        List.of(),
                                        Optional.of(equal(path("tag_key"), new Text("x"))),
                                        List.of(),
                                        List.of(),
                                        OptionalInt.empty(),
                                        OptionalInt.empty(),
                                        true)));
    }

    private static ODataQuery options(Consumer<ODataOptions> said) {
        ODataOptions options = new ODataOptions();
        said.accept(options);
        return options.query(false);
    }

    @Test
    void a_key_is_a_number_or_fields_that_decide() {
        assertThat(ODataParser.key("12")).isEqualTo(equal(path("id"), new Whole(12)));
        assertThat(ODataParser.key("uuid='01'")).isEqualTo(equal(path("uuid"), new Text("01")));
        assertThat(ODataParser.key("application=1,name='X'"))
                .isEqualTo(
                        new And(List.of(equal(path("application"), new Whole(1)), equal(path("name"), new Text("X")))));
    }

    @Test
    void the_options_of_an_address_are_read_and_its_other_parameters_are_left_alone() {
        ODataQuery query = ODataOptions.of(Map.of("$select", "id,uuid", "$top", "5", "apikey", "secret"))
                .query(false);

        assertThat(query.select()).containsExactly("id", "uuid");
        assertThat(query.top()).hasValue(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "uuid",
                "uuid eq",
                "uuid eq 'x",
                "uuid is 'x'",
                "uuid eq 'x' and",
                "(uuid eq 'x'",
                "uuid eq 99999999999999999999",
                "uuid in ()",
                "exec('x') eq 1",
                "uuid eq 'x'; drop table device",
                "a/any(d:d/b eq 1"
            })
    void what_is_no_filter_is_refused_with_what_was_expected_and_where(String filter) {
        assertThatThrownBy(() -> ODataParser.filter(filter))
                .isInstanceOf(ODataException.class)
                .hasMessageContaining("expected")
                .hasMessageContaining("position");
    }

    @Test
    void a_request_that_is_nested_without_end_is_refused() {
        assertThatThrownBy(() -> ODataParser.filter("(".repeat(100_000))).isInstanceOf(ODataException.class);
        assertThatThrownBy(() -> ODataParser.filter("not ".repeat(100_000))).isInstanceOf(ODataException.class);
        assertThatThrownBy(() -> ODataParser.filter("tolower(".repeat(100_000))).isInstanceOf(ODataException.class);
        assertThatThrownBy(() -> ODataParser.expand("a($expand=".repeat(100_000)))
                .isInstanceOf(ODataException.class);
    }
}
