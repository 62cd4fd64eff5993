package io.brownout.explorer;

import java.util.List;

/**
 * What a device said and did from its power-on until it had settled, over as many boots as that took.
 *
 * @param console its lines, without anything that depends on the test machine
 */
public record Life(CutVerdict verdict, List<String> console) {
    /** Copies the lines. */
    public Life {
        console = List.copyOf(console);
    }
}
