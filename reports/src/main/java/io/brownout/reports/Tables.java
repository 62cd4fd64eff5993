package io.brownout.reports;

import java.util.List;

/** Tables that scroll sideways on a narrow screen, by keyboard too. */
final class Tables {
    private Tables() {}

    static Element table(String label, List<String> heads, Element body) {
        Element row = Element.of("tr");
        heads.forEach(head -> row.add(Element.of("th").attribute("scope", "col").text(head)));
        return scroller(label)
                .add(Element.of("table").add(Element.of("thead").add(row)).add(body));
    }

    /** Creates a box for something wide. */
    static Element scroller(String label) {
        return Element.of("div", "scroll")
                .attribute("tabindex", "0")
                .attribute("role", "region")
                .attribute("aria-label", label);
    }

    static Element row(Element... cells) {
        return Element.of("tr").add(cells);
    }

    static Element cell(String text, String styleClass) {
        return Element.of("td", styleClass).text(Wording.plain(text));
    }
}
