package io.brownout.explorer;

import io.brownout.board.UsageException;
import io.brownout.explorer.CutVerdict.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * What was found out about crash states that are no cut points and hold one set of files, with all that is needed to find it out again from the recording.
 *
 * @param subject what was recorded
 * @param after the state of a first cut, from which a device was started whose power went again; empty if the state is one of the recording itself
 * @param further the state that was booted: of the recording, or of that device's card
 * @param files a digest of the files that it holds, see {@link Likeness#digest}
 * @param states how many hold them
 * @param verdict what became of the device, user's files included
 * @param console what it said from the power-on after the last cut
 */
public record FurtherCertificate(
        Subject subject,
        String after,
        String further,
        String files,
        long states,
        Kind verdict,
        String detail,
        List<String> console) {
    /** Copies the lines. */
    public FurtherCertificate {
        console = List.copyOf(console);
    }

    /** Says whether a file holds one of these, and not one of a first cut. */
    public static boolean isIn(Path file) {
        try {
            return JsonFile.MAPPER.readTree(Files.readString(file)).has("further");
        } catch (IOException | JacksonException e) {
            return false; // Whoever reads it as a certificate says what it is not.
        }
    }

    /**
     * Reads one.
     *
     * @throws UsageException if the file is none
     */
    public static FurtherCertificate read(Path file) {
        try {
            return JsonFile.MAPPER.readValue(Files.readString(file), FurtherCertificate.class);
        } catch (IOException | JacksonException e) {
            throw new UsageException(
                    "expected a certificate of `brownout cut --depth 2` or `--profile` in %s: %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** Writes it into a folder of certificates, as {@code AFTER/FURTHER.json} or {@code not-all/FURTHER.json}; replaces an earlier one whole. */
    public void writeInto(Path folder) {
        JsonFile.write(folder.resolve(after.isEmpty() ? "not-all" : after), further, this);
    }

    /** Names its state for people. */
    public String name() {
        return after.isEmpty() ? further : "%s, then %s".formatted(after, further);
    }

    /** Says in what another life from the same state differs; empty if it does not. */
    public List<String> differences(Life again, String lossAgain) {
        List<String> differences = new ArrayList<>();
        CutVerdict before = new CutVerdict(verdict, detail);
        CutVerdict now = again.verdict().unless(lossAgain);
        if (!now.equals(before)) {
            differences.add("the verdict is %s, it was %s".formatted(now, before));
        }
        if (!again.console().equals(console)) {
            differences.add(
                    "the console says something else: " + Certificate.firstDifference(console, again.console()));
        }
        return differences;
    }
}
