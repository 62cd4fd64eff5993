package io.brownout.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ElementTest {
    @Test
    void what_has_a_meaning_in_xml_is_escaped_in_text_and_attributes() {
        Element element = Element.of("p").attribute("title", "a\"b<c>&\n").text("\"<&>\"");

        assertThat(element).hasToString("<p title=\"a&quot;b&lt;c&gt;&amp;&#10;\">\"&lt;&amp;&gt;\"</p>");
    }

    @Test
    void what_xml_forbids_is_left_out() {
        Element element = Element.of("p").text("a\u0000\u0008\u001B\uD800\uFFFE\u007F\u0085b\r\uD83D\uDD0C");

        assertThat(element).hasToString("<p>ab\uD83D\uDD0C</p>");
    }

    @Test
    void every_element_is_closed_as_html_wants_it() {
        Element element = Element.of("p").add(Element.of("br"), Element.of("span"));

        assertThat(element).hasToString("<p><br/><span></span></p>");
    }

    @Test
    void preformatted_text_gets_no_line_breaks_of_ours() {
        Element element =
                Element.of("div").add(Element.of("pre").add(Element.of("div").text("x")));

        assertThat(element).hasToString("<div>\n<pre><div>x</div></pre></div>");
    }

    @Test
    void a_style_sheet_that_html_and_xml_would_read_differently_is_refused() {
        assertThatThrownBy(() -> Element.of("style").style("a<b")).isInstanceOf(IllegalArgumentException.class);
    }
}
