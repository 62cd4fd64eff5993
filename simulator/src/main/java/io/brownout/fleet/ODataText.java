package io.brownout.fleet;

import java.util.Locale;
import java.util.Optional;

/** The text of a request, read from its beginning to its end. For one thread. */
final class ODataText {
    private final String text;
    private int at;

    ODataText(String text) {
        this.text = text;
    }

    private void skipSpace() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    boolean atEnd() {
        skipSpace();
        return at == text.length();
    }

    /** Says whether a sign comes next, and passes over it if so. */
    boolean take(char sign) {
        skipSpace();
        boolean there = at < text.length() && text.charAt(at) == sign;
        at += there ? 1 : 0;
        return there;
    }

    void expect(char sign) {
        if (!take(sign)) {
            throw unexpected("\"" + sign + "\"");
        }
    }

    /** Passes over a word if it comes next and ends there. */
    boolean takeWord(String word) {
        skipSpace();
        int end = at + word.length();
        boolean there = text.regionMatches(at, word, 0, word.length())
                && (end == text.length() || !isPartOfName(text.charAt(end)));
        at = there ? end : at;
        return there;
    }

    /** Returns the name that comes next, and leaves it there; empty if none does. */
    Optional<String> peekName() {
        int before = at;
        try {
            return Optional.of(name());
        } catch (ODataException e) {
            return Optional.empty();
        } finally {
            at = before;
        }
    }

    /** Returns the name of a resource, a field, a navigation, a function or an option. */
    String name() {
        skipSpace();
        int begin = at;
        while (at < text.length() && isPartOfName(text.charAt(at))) {
            at++;
        }
        if (begin == at || Character.isDigit(text.charAt(begin))) {
            at = begin;
            throw unexpected("a name");
        }
        return text.substring(begin, at);
    }

    private static boolean isPartOfName(char sign) {
        return sign == '_' || sign == '$' || Character.isLetterOrDigit(sign);
    }

    boolean literalIsNext() {
        skipSpace();
        if (at == text.length()) {
            return false;
        }
        char sign = text.charAt(at);
        return sign == '\''
                || sign == '-'
                || Character.isDigit(sign)
                || peekName()
                        .filter(it ->
                                it.equals("null") || it.equals("true") || it.equals("false") || it.equals("datetime"))
                        .isPresent();
    }

    ODataFilter.Literal literal() {
        skipSpace();
        if (at < text.length() && text.charAt(at) == '\'') {
            return new ODataFilter.Literal.Text(quoted());
        }
        if (at < text.length() && (text.charAt(at) == '-' || Character.isDigit(text.charAt(at)))) {
            return number();
        }
        String word = peekName().orElse("").toLowerCase(Locale.ROOT);
        return switch (word) {
            case "null" -> named(new ODataFilter.Literal.Null());
            case "true", "false" -> named(new ODataFilter.Literal.Truth(word.equals("true")));
            case "datetime" -> {
                // As OData 2 writes it, and some clients still do.
                name();
                yield new ODataFilter.Literal.Text(quoted());
            }
            default -> throw unexpected("a value");
        };
    }

    private ODataFilter.Literal named(ODataFilter.Literal value) {
        name();
        return value;
    }

    private ODataFilter.Literal number() {
        int begin = at;
        at += text.charAt(at) == '-' ? 1 : 0;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        try {
            return new ODataFilter.Literal.Whole(Long.parseLong(text.substring(begin, at)));
        } catch (NumberFormatException e) {
            at = begin;
            throw unexpected("a whole number of 64 bits");
        }
    }

    /** A quotation mark inside is written twice. */
    private String quoted() {
        expect('\'');
        StringBuilder value = new StringBuilder();
        while (at < text.length()) {
            char sign = text.charAt(at++);
            if (sign != '\'') {
                value.append(sign);
            } else if (at < text.length() && text.charAt(at) == '\'') {
                value.append(sign);
                at++;
            } else {
                return value.toString();
            }
        }
        throw unexpected("the end of a text, \"'\"");
    }

    /** Says what was expected here. */
    ODataException unexpected(String expected) {
        return new ODataException("expected %s at position %d of \"%s\"".formatted(expected, at + 1, text));
    }
}
