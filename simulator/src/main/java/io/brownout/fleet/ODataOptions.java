package io.brownout.fleet;

import io.brownout.fleet.ODataQuery.Expand;
import io.brownout.fleet.ODataQuery.Order;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The options of a query while they are read. For one thread. */
final class ODataOptions {
    List<String> select = List.of();
    Optional<ODataFilter> filter = Optional.empty();
    List<Expand> expand = List.of();
    List<Order> orderBy = List.of();
    OptionalInt top = OptionalInt.empty();
    OptionalInt skip = OptionalInt.empty();

    /** Reads those of an address, decoded; names that do not begin with {@code $} are none of OData's. */
    static ODataOptions of(Map<String, String> parameters) {
        ODataOptions options = new ODataOptions();
        parameters.forEach(options::put);
        return options;
    }

    private void put(String name, String value) {
        switch (name) {
            case "$select" -> select = ODataParser.select(value);
            case "$filter" -> filter = Optional.of(ODataParser.filter(value));
            case "$expand" -> expand = ODataParser.expand(value);
            case "$orderby" -> orderBy = ODataParser.orderBy(value);
            case "$top" -> top = OptionalInt.of(number(name, value));
            case "$skip" -> skip = OptionalInt.of(number(name, value));
            default -> {
                if (name.startsWith("$")) {
                    throw new ODataException(
                            "expected $select, $filter, $expand, $orderby, $top or $skip, found %s".formatted(name));
                }
            }
        }
    }

    private static int number(String name, String value) {
        try {
            return Integer.parseUnsignedInt(value);
        } catch (NumberFormatException e) {
            throw new ODataException("expected a number of rows in %s, found %s".formatted(name, value));
        }
    }

    ODataQuery query(boolean count) {
        return new ODataQuery(select, filter, expand, orderBy, top, skip, count);
    }
}
