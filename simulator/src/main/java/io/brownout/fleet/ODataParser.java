package io.brownout.fleet;

import io.brownout.fleet.ODataFilter.Comparison;
import io.brownout.fleet.ODataFilter.Literal;
import io.brownout.fleet.ODataFilter.MatchKind;
import io.brownout.fleet.ODataFilter.Operand;
import io.brownout.fleet.ODataFilter.Path;
import io.brownout.fleet.ODataQuery.Expand;
import io.brownout.fleet.ODataQuery.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the part of OData's URL conventions that balena's clients use: {@code $select}, {@code $filter}, {@code $expand} with options of its own, {@code $orderby}, {@code $top}, {@code $skip}. Their server is pinejs, which compares a
 * navigation with a number as if it were the key behind it; that is left to whoever knows the fields.
 *
 * <p>For one thread. Depth is bounded, so that no request takes the stack.
 */
final class ODataParser {
    private static final int DEEPEST = 32;

    private final ODataText text;
    private int depth;

    private ODataParser(String text) {
        this.text = new ODataText(text);
    }

    /** Something that is read to the end of a text. */
    private interface Reading<T> {
        T read(ODataParser parser);
    }

    private static <T> T whole(String text, Reading<T> reading) {
        ODataParser parser = new ODataParser(text);
        T read = reading.read(parser);
        if (!parser.text.atEnd()) {
            throw parser.text.unexpected("the end");
        }
        return read;
    }

    static ODataFilter filter(String text) {
        return whole(text, ODataParser::or);
    }

    static List<Expand> expand(String text) {
        return whole(text, ODataParser::expands);
    }

    static List<Order> orderBy(String text) {
        return whole(text, ODataParser::orders);
    }

    static List<String> select(String text) {
        return whole(text, ODataParser::names);
    }

    /** Reads what stands in brackets behind a resource: {@code 1}, or fields that decide, {@code uuid='…'}. */
    static ODataFilter key(String text) {
        return whole(text, ODataParser::key);
    }

    private ODataFilter key() {
        if (text.literalIsNext()) {
            return equal(new Path(List.of("id")), text.literal());
        }
        List<ODataFilter> parts = new ArrayList<>();
        do {
            Path field = new Path(List.of(text.name()));
            text.expect('=');
            parts.add(equal(field, text.literal()));
        } while (text.take(','));
        return parts.size() == 1 ? parts.getFirst() : new ODataFilter.And(parts);
    }

    private static ODataFilter equal(Path field, Literal value) {
        return new ODataFilter.Compare(Comparison.EQ, field, value);
    }

    private ODataFilter or() {
        List<ODataFilter> parts = new ArrayList<>(List.of(and()));
        while (text.takeWord("or")) {
            parts.add(and());
        }
        return parts.size() == 1 ? parts.getFirst() : new ODataFilter.Or(parts);
    }

    private ODataFilter and() {
        List<ODataFilter> parts = new ArrayList<>(List.of(term()));
        while (text.takeWord("and")) {
            parts.add(term());
        }
        return parts.size() == 1 ? parts.getFirst() : new ODataFilter.And(parts);
    }

    private ODataFilter term() {
        goDeeper();
        ODataFilter term;
        if (text.takeWord("not")) {
            term = new ODataFilter.Not(term());
        } else if (text.take('(')) {
            term = or();
            text.expect(')');
        } else {
            term = text.literalIsNext() ? compared(text.literal()) : named();
        }
        depth--;
        return term;
    }

    private void goDeeper() {
        if (++depth > DEEPEST) {
            throw text.unexpected("at most %d levels".formatted(DEEPEST));
        }
    }

    /** A function, a field, or rows that a navigation leads to. */
    private ODataFilter named() {
        String first = text.name();
        if (text.take('(')) {
            return function(first);
        }
        List<String> steps = new ArrayList<>(List.of(first));
        while (text.take('/')) {
            String step = text.name();
            if (step.equals("any") && text.take('(')) {
                return any(new Path(steps));
            }
            steps.add(step);
        }
        return compared(new Path(steps));
    }

    private ODataFilter any(Path navigation) {
        String variable = text.name();
        text.expect(':');
        ODataFilter filter = or();
        text.expect(')');
        return new ODataFilter.AnyOf(navigation, variable, filter);
    }

    private ODataFilter function(String name) {
        if (name.equals("tolower")) {
            return compared(lowerCase());
        }
        for (MatchKind kind : MatchKind.values()) {
            if (kind.name().equalsIgnoreCase(name)) {
                Operand whole = operand();
                text.expect(',');
                Operand part = operand();
                text.expect(')');
                return new ODataFilter.Match(kind, whole, part);
            }
        }
        throw text.unexpected("one of the functions contains, startswith, endswith, tolower, found %s".formatted(name));
    }

    private ODataFilter compared(Operand left) {
        if (text.takeWord("in")) {
            return in(left);
        }
        for (Comparison comparison : Comparison.values()) {
            if (text.takeWord(comparison.name().toLowerCase(Locale.ROOT))) {
                return new ODataFilter.Compare(comparison, left, operand());
            }
        }
        throw text.unexpected("eq, ne, gt, ge, lt, le or in");
    }

    private ODataFilter in(Operand left) {
        text.expect('(');
        List<Literal> values = new ArrayList<>();
        do {
            values.add(text.literal());
        } while (text.take(','));
        text.expect(')');
        return new ODataFilter.In(left, values);
    }

    private Operand operand() {
        if (text.literalIsNext()) {
            return text.literal();
        }
        String first = text.name();
        return first.equals("tolower") && text.take('(') ? lowerCase() : path(first);
    }

    private Operand lowerCase() {
        goDeeper();
        Operand inner = operand();
        text.expect(')');
        depth--;
        return new ODataFilter.LowerCase(inner);
    }

    private Path path(String first) {
        List<String> steps = new ArrayList<>(List.of(first));
        while (text.take('/')) {
            steps.add(text.name());
        }
        return new Path(steps);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        do {
            names.add(text.name());
        } while (text.take(','));
        return names;
    }

    private List<Order> orders() {
        List<Order> orders = new ArrayList<>();
        do {
            Path field = path(text.name());
            boolean descending = text.takeWord("desc");
            if (!descending) {
                text.takeWord("asc");
            }
            orders.add(new Order(field, descending));
        } while (text.take(','));
        return orders;
    }

    private List<Expand> expands() {
        goDeeper();
        List<Expand> expands = new ArrayList<>();
        do {
            String navigation = text.name();
            boolean count = text.take('/');
            if (count && !text.takeWord("$count")) {
                throw text.unexpected("$count");
            }
            expands.add(new Expand(navigation, options(count)));
        } while (text.take(','));
        depth--;
        return expands;
    }

    private ODataQuery options(boolean count) {
        ODataOptions options = new ODataOptions();
        if (text.take('(')) {
            do {
                String option = text.name();
                text.expect('=');
                switch (option) {
                    case "$select" -> options.select = names();
                    case "$filter" -> options.filter = Optional.of(or());
                    case "$expand" -> options.expand = expands();
                    case "$orderby" -> options.orderBy = orders();
                    case "$top" -> options.top = OptionalInt.of(number());
                    case "$skip" -> options.skip = OptionalInt.of(number());
                    default ->
                        throw text.unexpected(
                                "$select, $filter, $expand, $orderby, $top or $skip, found %s".formatted(option));
                }
            } while (text.take(';'));
            text.expect(')');
        }
        return options.query(count);
    }

    private int number() {
        if (text.literal() instanceof Literal.Whole(long value) && value >= 0 && value <= Integer.MAX_VALUE) {
            return (int) value;
        }
        throw text.unexpected("a number of rows");
    }
}
