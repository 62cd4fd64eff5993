package io.brownout.fleet;

import java.util.List;

/** What rows are asked for, as {@code $filter} says it (OData 4.01, URL Conventions, section 5.1.1). */
sealed interface ODataFilter {
    /** Both, or more than two. */
    record And(List<ODataFilter> parts) implements ODataFilter {
        /** Copies the list. */
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** One of two or more. */
    record Or(List<ODataFilter> parts) implements ODataFilter {
        /** Copies the list. */
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** The contrary. */
    record Not(ODataFilter part) implements ODataFilter {}

    /** A comparison. */
    record Compare(Comparison comparison, Operand left, Operand right) implements ODataFilter {}

    /** One of some values. */
    record In(Operand left, List<Literal> values) implements ODataFilter {
        /** Copies the list. */
        public In {
            values = List.copyOf(values);
        }
    }

    /** A function that says yes or no: {@code contains}, {@code startswith}, {@code endswith}. */
    record Match(MatchKind kind, Operand text, Operand part) implements ODataFilter {}

    /**
     * Whether one of the rows that a navigation leads to is as the filter says.
     *
     * @param navigation steps to them
     * @param variable what stands for such a row in the filter
     */
    record AnyOf(Path navigation, String variable, ODataFilter filter) implements ODataFilter {}

    /** How two values are compared. */
    enum Comparison {
        /** Equal; to null, too. */
        EQ,
        /** Not equal. */
        NE,
        /** Greater. */
        GT,
        /** Greater or equal. */
        GE,
        /** Less. */
        LT,
        /** Less or equal. */
        LE
    }

    /** How a text is looked for in another. */
    enum MatchKind {
        /** Anywhere. */
        CONTAINS,
        /** At its beginning. */
        STARTSWITH,
        /** At its end. */
        ENDSWITH
    }

    /** What is compared. */
    sealed interface Operand {}

    /**
     * A field, or one of a row that navigations lead to; the first step may be the variable of an {@link AnyOf}.
     *
     * @param steps at least one
     */
    record Path(List<String> steps) implements Operand {
        /** Copies the list. */
        public Path {
            steps = List.copyOf(steps);
        }

        @Override
        public String toString() {
            return String.join("/", steps);
        }
    }

    /** A text in lower case. */
    record LowerCase(Operand text) implements Operand {}

    /** A value that stands in the request. */
    sealed interface Literal extends Operand {
        /** A text; dates are texts of RFC 3339. */
        record Text(String value) implements Literal {}

        /** A whole number. */
        record Whole(long value) implements Literal {}

        /** True or false. */
        record Truth(boolean value) implements Literal {}

        /** No value. */
        record Null() implements Literal {}
    }
}
