package io.brownout.reports;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One element of a page, a drawing or a JUnit file, with its attributes and children in the order they were given. Writes XML that is also HTML: every element is closed, every text escaped,
 * what XML forbids is left out. Not safe for threads.
 */
final class Element {
    /** The elements of HTML that must have no end tag. SVG's and JUnit's may have one. */
    private static final Set<String> VOID = Set.of("br", "hr", "link", "meta");
    /** No line break is put before these, since it would show. */
    private static final Set<String> INLINE =
            Set.of("a", "b", "br", "code", "small", "span", "strong", "time", "title", "tspan");

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Object> children = new ArrayList<>();

    private Element(String name) {
        this.name = name;
    }

    private record Raw(String text) {}

    static Element of(String name) {
        return new Element(name);
    }

    /** Creates one with a class of the style sheet; with none if it is empty. */
    static Element of(String name, String styleClass) {
        return styleClass.isEmpty() ? new Element(name) : new Element(name).attribute("class", styleClass);
    }

    Element attribute(String key, String value) {
        attributes.put(key, value);
        return this;
    }

    /** Gives a number at most two decimals, a point and no grouping, whatever the locale. */
    Element attribute(String key, double value) {
        return attribute(key, Wording.number(value, 2));
    }

    Element text(String text) {
        children.add(text);
        return this;
    }

    /** Adds a style sheet as it is, since HTML does not undo escapes inside {@code <style>}. */
    Element style(String sheet) {
        if (sheet.contains("<") || sheet.contains("&")) {
            throw new IllegalArgumentException("a style sheet with < or & cannot be both HTML and XML");
        }
        children.add(new Raw(sheet));
        return this;
    }

    Element add(Element... elements) {
        children.addAll(List.of(elements));
        return this;
    }

    Element addAll(Collection<Element> elements) {
        children.addAll(elements);
        return this;
    }

    boolean isEmpty() {
        return children.isEmpty();
    }

    /** Says whether it has a child of that name. */
    boolean has(String childName) {
        return !children(childName).isEmpty();
    }

    /** Returns its children of that name. */
    List<Element> children(String childName) {
        return children.stream()
                .filter(child -> child instanceof Element element && element.name.equals(childName))
                .map(Element.class::cast)
                .toList();
    }

    @Override
    public String toString() {
        StringBuilder output = new StringBuilder();
        write(output, false);
        return output.toString();
    }

    private void write(StringBuilder output, boolean preformatted) {
        output.append('<').append(name);
        attributes.forEach((key, value) -> output.append(' ')
                .append(key)
                .append("=\"")
                .append(escape(value, true))
                .append('"'));
        if (VOID.contains(name)) {
            output.append("/>");
            return;
        }
        output.append('>');
        boolean inPre = preformatted || name.equals("pre");
        for (Object child : children) {
            switch (child) {
                case Element element -> {
                    if (!inPre && !INLINE.contains(element.name)) {
                        output.append('\n');
                    }
                    element.write(output, inPre);
                }
                case Raw raw -> output.append(raw.text);
                default -> output.append(escape(child.toString(), false));
            }
        }
        output.append("</").append(name).append('>');
    }

    private static String escape(String text, boolean inAttribute) {
        StringBuilder output = new StringBuilder(text.length() + 16);
        text.codePoints().filter(Element::legal).forEach(point -> {
            switch (point) {
                case '<' -> output.append("&lt;");
                case '>' -> output.append("&gt;");
                case '&' -> output.append("&amp;");
                case '"' -> output.append(inAttribute ? "&quot;" : "\"");
                case '\n' -> output.append(inAttribute ? "&#10;" : "\n");
                case '\t' -> output.append(inAttribute ? "&#9;" : "\t");
                default -> output.appendCodePoint(point);
            }
        });
        return output.toString();
    }

    /** Says whether XML 1.0 lets a code point into a document (section 2.2), less the carriage return and the C1 controls, which no reader can see. */
    private static boolean legal(int point) {
        return point == '\n'
                || point == '\t'
                || (point >= 0x20 && point < 0x7F)
                || (point >= 0xA0 && point < 0xD800)
                || (point >= 0xE000 && point <= 0xFFFD)
                || (point >= 0x10000 && point <= 0x10FFFF);
    }
}
