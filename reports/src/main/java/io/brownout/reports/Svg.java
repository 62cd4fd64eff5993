package io.brownout.reports;

/** The few shapes that the drawings are made of. Lengths are units of the drawing's view box, which is {@link #WIDTH} wide. */
final class Svg {
    static final double WIDTH = 1000;
    /** Where time begins and ends in every drawing, so that drawings one below the other line up. */
    static final double LEFT = 112;

    static final double RIGHT = 920;

    private Svg() {}

    /** Creates a drawing; its title is what a screen reader says. */
    static Element drawing(double height, String styleClass, String title) {
        return Element.of("svg", styleClass)
                .attribute("xmlns", "http://www.w3.org/2000/svg")
                .attribute("viewBox", "0 0 " + Wording.number(WIDTH, 0) + " " + Wording.number(height, 1))
                .attribute("role", "img")
                .add(Element.of("title").text(title));
    }

    static Element rectangle(double x, double y, double width, double height, String styleClass) {
        return Element.of("rect", styleClass)
                .attribute("x", x)
                .attribute("y", y)
                .attribute("width", Math.max(width, 0.8))
                .attribute("height", height);
    }

    static Element line(double x1, double y1, double x2, double y2, String styleClass) {
        return Element.of("path", styleClass)
                .attribute(
                        "d",
                        "M" + Wording.number(x1, 1) + " " + Wording.number(y1, 1) + "L" + Wording.number(x2, 1) + " "
                                + Wording.number(y2, 1));
    }

    static Element circle(double x, double y, double radius, String styleClass) {
        return Element.of("circle", styleClass)
                .attribute("cx", x)
                .attribute("cy", y)
                .attribute("r", radius);
    }

    static Element text(double x, double y, String text, String styleClass) {
        return Element.of("text", styleClass)
                .attribute("x", x)
                .attribute("y", y)
                .text(text);
    }

    /** Appends a rectangle to the data of a path; far shorter than an element of its own. */
    static void rectangle(StringBuilder path, double x, double y, double width, double height) {
        String w = Wording.number(width, 1);
        path.append('M')
                .append(Wording.number(x, 1))
                .append(' ')
                .append(Wording.number(y, 1))
                .append('h')
                .append(w)
                .append('v')
                .append(Wording.number(height, 1))
                .append("h-")
                .append(w)
                .append('z');
    }
}
