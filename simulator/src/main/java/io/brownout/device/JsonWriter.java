package io.brownout.device;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Writes JSON without spaces. */
final class JsonWriter {
    private JsonWriter() {}

    static void write(Json value, StringBuilder out) {
        switch (value) {
            case Json.Members(Map<String, Json> members) -> {
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
            case Json.Items(List<Json> items) -> {
                char separator = '[';
                for (Json item : items) {
                    out.append(separator);
                    write(item, out);
                    separator = ',';
                }
                out.append(items.isEmpty() ? "[]" : "]");
            }
            case Json.Text(String text) -> writeText(text, out);
            case Json.Numeral(BigDecimal number) -> out.append(number);
            case Json.Flag(boolean flag) -> out.append(flag);
            case Json.Nothing() -> out.append("null");
        }
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
