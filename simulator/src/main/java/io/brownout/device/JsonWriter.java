package io.brownout.device;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Writes JSON without spaces. */
final class JsonWriter {
    private JsonWriter() {}

    static void write(Json value, StringBuilder out) {
        if (value instanceof Json.Members(Map<String, Json> members)) {
            writeMembers(members, out);
        } else if (value instanceof Json.Items(List<Json> items)) {
            writeItems(items, out);
        } else if (value instanceof Json.Text(String text)) {
            writeText(text, out);
        } else if (value instanceof Json.Numeral(BigDecimal number)) {
            out.append(number);
        } else {
            out.append(value.asText().orElse("null"));
        }
    }

    private static void writeMembers(Map<String, Json> members, StringBuilder out) {
        char separator = '{';
        for (Map.Entry<String, Json> member : members.entrySet()) {
            out.append(separator);
            writeText(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
            separator = ',';
        }
        out.append(members.isEmpty() ? "{}" : "}");
    }

    private static void writeItems(List<Json> items, StringBuilder out) {
        char separator = '[';
        for (Json item : items) {
            out.append(separator);
            write(item, out);
            separator = ',';
        }
        out.append(items.isEmpty() ? "[]" : "]");
    }

    private static void writeText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20
                            || Character.isSurrogate(
                                    c)) { // A lone surrogate has no UTF-8; escaped, both kinds are right.
                        writeEscape(c, out);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void writeEscape(char c, StringBuilder out) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(c >> shift & 0xf, 16));
        }
    }
}
