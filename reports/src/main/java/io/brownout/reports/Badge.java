package io.brownout.reports;

import io.brownout.board.Outcome;
import io.brownout.board.RunEvent.MutantVerdict;
import io.brownout.board.Verdict;

/** The small sign of an outcome: a drawn mark and its word, so that no colour stands alone. */
final class Badge {
    private Badge() {}

    static Element of(Outcome outcome) {
        return badge(Wording.of(outcome), Wording.of(outcome));
    }

    static Element of(MutantVerdict verdict) {
        return badge(kind(verdict), verdict == MutantVerdict.KILLED ? "found" : Wording.of(verdict));
    }

    /** Returns the class that gives a verdict its colour: a fault that was found is a good thing. */
    static String kind(MutantVerdict verdict) {
        return switch (verdict) {
            case KILLED -> "passed";
            case SURVIVED -> "failed";
            case FALSE_ALARM -> "error";
        };
    }

    static Element mark(Verdict verdict) {
        return mark(Wording.of(verdict));
    }

    static Element mark(Outcome outcome) {
        return mark(Wording.of(outcome));
    }

    private static Element badge(String kind, String word) {
        return Element.of("span", "badge " + kind)
                .add(mark(kind))
                .add(Element.of("span").text(word));
    }

    private static Element mark(String kind) {
        String path = switch (kind) {
            case "passed" -> "M4.5 8.5 7 11l4.5-5.5";
            case "failed" -> "M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6";
            case "skipped" -> "M5 8h6";
            case "interrupted" -> "M6.3 5v6M9.7 5v6";
            default -> "M8 4.4v4.4M8 11.3v.3";
        };
        return Element.of("svg", "mark " + kind)
                .attribute("viewBox", "0 0 16 16")
                .attribute("aria-hidden", "true")
                .add(Element.of("circle")
                        .attribute("cx", "8")
                        .attribute("cy", "8")
                        .attribute("r", "8"))
                .add(Element.of("path").attribute("d", path));
    }
}
