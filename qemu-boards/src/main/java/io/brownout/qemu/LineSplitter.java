package io.brownout.qemu;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Cuts a stream of bytes into lines. Takes anything: bytes that are not UTF-8 become U+FFFD, a line longer than {@value #LONGEST} bytes is cut, and colours and cursor movements are left out of
 * the text. Not safe for several threads.
 */
final class LineSplitter {
    static final int LONGEST = 8192;

    /** CSI and the two-character escapes of ECMA-48, sections 5.3 and 5.4; other control characters have no place in a line of text either. */
    private static final Pattern CONTROLS =
            Pattern.compile("\\e\\[[0-?]*[ -/]*[@-~]|\\e[@-Z\\\\-_78=>]|[\\x00-\\x08\\x0b-\\x1f\\x7f]");

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Takes the next bytes. */
    void feed(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                end();
            } else {
                if (line.size() == LONGEST) {
                    end();
                }
                line.write(bytes[i]);
            }
        }
    }

    /** Returns the text of the line that has no end yet: a prompt, perhaps. */
    String unfinished() {
        return text();
    }

    /** Ends a line that has no end, if there is one: nothing more will come. */
    void finish() {
        if (line.size() > 0) {
            end();
        }
    }

    private void end() {
        String text = text();
        line.reset();
        lines.accept(text);
    }

    private String text() {
        return CONTROLS.matcher(line.toString(StandardCharsets.UTF_8)).replaceAll("");
    }
}
