package io.brownout.reports;

import io.brownout.board.RunEvent.Measured;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was weighed, as bars against what was allowed, with the share of each partition.
 *
 * @param partitions give the colours
 */
record MeasurementBars(Partitions partitions) {
    private static final Pattern LIMIT =
            Pattern.compile("(\\d+(?:[.,_]?\\d+)*)\\s*([kKMGT]?i?B|bytes)?", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Map<String, Double> BYTES_IN = Map.ofEntries(
            Map.entry("B", 1.0),
            Map.entry("bytes", 1.0),
            Map.entry("kB", 1e3),
            Map.entry("KB", 1e3),
            Map.entry("MB", 1e6),
            Map.entry("GB", 1e9),
            Map.entry("TB", 1e12),
            Map.entry("KiB", 0x1p10),
            Map.entry("kiB", 0x1p10),
            Map.entry("MiB", 0x1p20),
            Map.entry("GiB", 0x1p30),
            Map.entry("TiB", 0x1p40));

    List<Element> of(List<Measured> measurements) {
        return measurements.stream().map(this::bar).toList();
    }

    private Element bar(Measured told) {
        Measured measured = inBytes(told);
        OptionalDouble limit = limit(measured.limit(), told.unit());
        boolean over = limit.isPresent() && measured.value() > limit.getAsDouble();
        double full = Math.max(measured.value(), limit.orElse(0)) * 1.04;
        Element figure = Element.of("figure", over ? "measured over" : "measured")
                .add(Element.of("figcaption")
                        .add(
                                Element.of("span", "what").text(measured.what()),
                                Element.of("b", "value").text(value(measured.value(), measured.unit())),
                                Element.of("span", "allowed").text(allowed(measured, limit, over))));
        if (limit.isPresent() || !measured.parts().isEmpty()) {
            figure.add(track(measured, limit, full));
        }
        if (!measured.parts().isEmpty()) {
            figure.add(parts(measured));
        }
        return figure;
    }

    /** Makes bytes of kilobytes and their like, so that they can be compared with any limit. */
    private static Measured inBytes(Measured measured) {
        double factor = BYTES_IN.getOrDefault(measured.unit(), 0.0);
        return factor == 0
                ? measured
                : new Measured(
                        measured.at(),
                        measured.scenario(),
                        measured.board(),
                        measured.what(),
                        measured.value() * factor,
                        "bytes",
                        measured.limit(),
                        measured.parts());
    }

    private static String allowed(Measured measured, OptionalDouble limit, boolean over) {
        if (measured.limit().isEmpty()) {
            return "no limit was asked";
        }
        if (limit.isEmpty()) {
            return "allowed: " + measured.limit();
        }
        String text = "of at most " + value(limit.getAsDouble(), measured.unit());
        return over ? text + ", over the limit" : text + ", within the limit";
    }

    private Element track(Measured measured, OptionalDouble limit, double full) {
        Element track = Element.of("div", "track").attribute("aria-hidden", "true");
        double total =
                measured.parts().values().stream().mapToLong(Long::longValue).sum();
        if (total > 0) {
            sorted(measured)
                    .forEach(part -> track.add(Element.of("span", "part " + partitions.styleClass(part.getKey()))
                            .attribute("style", width(part.getValue() / total * measured.value() / full))));
        } else {
            track.add(Element.of("span", "part plain").attribute("style", width(measured.value() / full)));
        }
        limit.ifPresent(at -> track.add(Element.of("span", "limit").attribute("style", "left:" + percent(at / full))));
        return track;
    }

    private Element parts(Measured measured) {
        Element list = Element.of("ul", "legend");
        double total =
                measured.parts().values().stream().mapToLong(Long::longValue).sum();
        sorted(measured)
                .forEach(part -> list.add(Element.of("li")
                        .add(
                                Element.of("span", "swatch " + partitions.styleClass(part.getKey())),
                                Element.of("span").text(part.getKey()),
                                Element.of("b").text(part(part.getValue(), measured.unit())),
                                Element.of("small").text(total > 0 ? percent(part.getValue() / total) : ""))));
        return list;
    }

    private List<Map.Entry<String, Long>> sorted(Measured measured) {
        return measured.parts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(partitions.order()))
                .toList();
    }

    /** Leaves out a unit that the bar has just named. */
    private static String part(long value, String unit) {
        return unit.toLowerCase(Locale.ROOT).startsWith("byte") ? Wording.bytes((double) value) : Wording.count(value);
    }

    private static String value(double value, String unit) {
        String lower = unit.toLowerCase(Locale.ROOT);
        if (lower.equals("bytes") || lower.equals("byte")) {
            return Wording.bytes(value);
        }
        if (lower.startsWith("bytes/") || lower.startsWith("bytes per ")) {
            return Wording.bytes(value) + unit.substring(5);
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return (whole ? Wording.count((long) value) : Wording.number(value, 2)) + " " + unit;
    }

    /** Reads the number of a limit, in its own unit of bytes if it has one, else in that of what was measured; empty if there is no number in it. */
    static OptionalDouble limit(String limit, String unitMeasured) {
        Matcher matcher = LIMIT.matcher(limit);
        if (!matcher.find()) {
            return OptionalDouble.empty();
        }
        String digits = matcher.group(1).replace("_", "").replace(",", "");
        try {
            String unit = matcher.group(2) == null ? unitMeasured : matcher.group(2);
            double factor = BYTES_IN.getOrDefault(unit, 1.0);
            return OptionalDouble.of(Double.parseDouble(digits) * factor);
        } catch (NumberFormatException e) {
            return OptionalDouble.empty(); // 1.2.3 is no number.
        }
    }

    private static String width(double share) {
        return "width:" + percent(share);
    }

    private static String percent(double share) {
        return Wording.number(100 * share, 1) + "%";
    }
}
