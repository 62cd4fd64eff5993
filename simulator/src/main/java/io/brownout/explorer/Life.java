package io.brownout.explorer;

import io.brownout.board.DeviceReport;
import java.util.List;

/**
 * What a device said and did from its power-on until it had settled, over as many boots as that took.
 *
 * @param begun where it really began
 * @param console its lines, without anything that depends on the test machine
 */
public record Life(Begin begun, CutVerdict verdict, List<String> console) {
    /** Where a device is started. */
    public enum Begin {
        /** Where every device is. */
        POWER_ON,
        /** Where the boot loader of another device, which had found the same files for it, gave over to the kernel. That this one's would have done so too is presumed. */
        KERNEL
    }

    /** Copies the lines. */
    public Life {
        console = List.copyOf(console);
    }

    /** Returns what it reported, which is the same wherever it began. */
    public List<String> reports() {
        return console.stream()
                .filter(line -> line.contains(DeviceReport.MARKER))
                .toList();
    }
}
