package io.brownout.device;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON text, strictly as RFC 8259 has it: no comments, no trailing commas, no second value. Of a repeated member the last counts. */
final class JsonReader {
    /** Deeper texts are refused, so that nobody can exhaust the stack of a thread. */
    private static final int MOST_DEPTH = 200;
    /** Numbers with more digits, written or meant, are refused: 1e999999999 is short to write and fills the memory. */
    private static final int MOST_DIGITS = 1000;

    private final String text;
    private int at;

    JsonReader(String text) {
        this.text = text;
    }

    Json whole() {
        Json value = value(0);
        skipSpace();
        if (at < text.length()) {
            throw wrong("the end");
        }
        return value;
    }

    private Json value(int depth) {
        if (depth > MOST_DEPTH) {
            throw wrong("at most " + MOST_DEPTH + " levels");
        }
        skipSpace();
        return switch (peek()) {
            case '{' -> members(depth);
            case '[' -> items(depth);
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Flag(true));
            case 'f' -> word("false", new Json.Flag(false));
            case 'n' -> word("null", new Json.Nothing());
            default -> number();
        };
    }

    private Json members(int depth) {
        Map<String, Json> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (taken('}')) {
            return new Json.Members(members);
        }
        while (true) {
            skipSpace();
            if (peek() != '"') {
                throw wrong("a member's name");
            }
            String name = string();
            skipSpace();
            if (!taken(':')) {
                throw wrong("a colon");
            }
            members.put(name, value(depth + 1));
            skipSpace();
            if (taken('}')) {
                return new Json.Members(members);
            }
            if (!taken(',')) {
                throw wrong("a comma or }");
            }
        }
    }

    private Json items(int depth) {
        List<Json> items = new ArrayList<>();
        at++;
        skipSpace();
        if (taken(']')) {
            return new Json.Items(items);
        }
        while (true) {
            items.add(value(depth + 1));
            skipSpace();
            if (taken(']')) {
                return new Json.Items(items);
            }
            if (!taken(',')) {
                throw wrong("a comma or ]");
            }
        }
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        at++;
        while (true) {
            char c = next();
            if (c == '"') {
                return out.toString();
            }
            if (c == '\\') {
                out.append(escape());
            } else if (c < 0x20) {
                at--;
                throw wrong("an escape for a control character");
            } else {
                out.append(c);
            }
        }
    }

    private char escape() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    char digit = next();
                    int value = digit < 0x80 ? Character.digit(digit, 16) : -1;
                    if (value < 0) {
                        at--;
                        throw wrong("four hex digits");
                    }
                    code = code << 4 | value;
                }
                yield (char) code;
            }
            default -> {
                at--;
                throw wrong("a known escape");
            }
        };
    }

    private Json number() {
        int start = at;
        taken('-');
        if (!taken('0')) {
            digits();
        }
        if (taken('.')) {
            digits();
        }
        if (taken('e') || taken('E')) {
            if (!taken('+')) {
                taken('-');
            }
            digits();
        }
        try {
            BigDecimal number = at - start <= MOST_DIGITS ? new BigDecimal(text.substring(start, at)) : null;
            if (number != null && Math.abs(number.scale()) <= MOST_DIGITS) {
                return new Json.Numeral(number);
            }
        } catch (NumberFormatException e) {
            // Its exponent is beyond what a BigDecimal holds.
        }
        at = start;
        throw wrong("a number that is not monstrous");
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong("a value");
        }
    }

    private Json word(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw wrong("a value");
        }
        at += word.length();
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean taken(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("a value");
        }
        return text.charAt(at);
    }

    private char next() {
        if (at >= text.length()) {
            throw wrong("the end of a string");
        }
        return text.charAt(at++);
    }

    private JsonException wrong(String expected) {
        String seen = at < text.length() ? "'" + text.charAt(at) + "'" : "the end of the text";
        return new JsonException("expected " + expected + " at character " + (at + 1) + ", saw " + seen);
    }
}
