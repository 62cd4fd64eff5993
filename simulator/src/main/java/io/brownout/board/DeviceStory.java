package io.brownout.board;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a device has reported so far, boot by boot.
 *
 * @param boots the boots in order, the current one last; each power-on and each reboot begins one
 */
public record DeviceStory(List<Boot> boots) {
    /**
     * One boot and its reports.
     *
     * @param number counts from 1 over the life of the board
     * @param reports what it said, in order
     */
    public record Boot(int number, List<DeviceReport> reports) {
        /** Copies the reports. */
        public Boot {
            reports = List.copyOf(reports);
        }

        /** Returns the last report of an event, with the given {@code key=value} pairs. */
        public Optional<DeviceReport> last(String event, String... pairs) {
            return reports.reversed().stream()
                    .filter(report -> report.is(event, pairs))
                    .findFirst();
        }

        /** Returns the slot it runs from, once its goal has been reached. */
        public Optional<Slot> slot() {
            return last("running").flatMap(report -> report.value("slot")).map(Slot::valueOf);
        }

        /** Returns the version it runs, once its goal has been reached. */
        public Optional<String> version() {
            return last("running").flatMap(report -> report.value("version"));
        }
    }

    /** Copies the boots. */
    public DeviceStory {
        boots = List.copyOf(boots);
    }

    /** Returns the current, or last, boot; empty before the first power-on. */
    public Optional<Boot> lastBoot() {
        return boots.isEmpty() ? Optional.empty() : Optional.of(boots.getLast());
    }

    /** Returns every report of every boot, in order. */
    public List<DeviceReport> reports() {
        return boots.stream().flatMap(boot -> boot.reports().stream()).toList();
    }

    /** Tells the story in a few lines, for the message of an assertion that failed. */
    public String told() {
        List<String> lines = new ArrayList<>();
        for (Boot boot : boots) {
            lines.add("boot " + boot.number() + ":");
            boot.reports().forEach(report -> lines.add("  " + report));
        }
        return lines.isEmpty() ? "(the board was never on)" : String.join(System.lineSeparator(), lines);
    }
}
