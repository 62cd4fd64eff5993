package io.brownout.fleet;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What of a resource is asked for.
 *
 * @param select fields; empty for all
 * @param filter which rows; empty for all
 * @param expand rows of others that are told with each
 * @param orderBy in which order
 * @param top how many at most
 * @param skip how many of the first not
 * @param count whether only their number is asked for, as {@code /$count} behind a navigation says
 */
record ODataQuery(
        List<String> select,
        Optional<ODataFilter> filter,
        List<Expand> expand,
        List<Order> orderBy,
        OptionalInt top,
        OptionalInt skip,
        boolean count) {
    static final ODataQuery ALL = new ODataQuery(
            List.of(), Optional.empty(), List.of(), List.of(), OptionalInt.empty(), OptionalInt.empty(), false);

    ODataQuery {
        select = List.copyOf(select);
        expand = List.copyOf(expand);
        orderBy = List.copyOf(orderBy);
    }

    /**
     * Rows that a navigation leads to.
     *
     * @param navigation its name
     * @param query what of them is asked for
     */
    record Expand(String navigation, ODataQuery query) {}

    /**
     * One field that decides the order.
     *
     * @param field or one that a navigation leads to
     */
    record Order(ODataFilter.Path field, boolean descending) {}
}
