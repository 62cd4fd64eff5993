package io.brownout.explorer;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.card.CardHistory;
import io.brownout.card.StateId;
import io.brownout.explorer.CutVerdict.Kind;
import io.brownout.explorer.Life.Begin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * What was found out about a class of cut points, with all that is needed to find it out again: on any machine that has the recording, or makes it anew.
 *
 * @param subject what was recorded
 * @param state the state that was run, which is the class's name
 * @param points all points of the class, counted from the subject's first, as ranges
 * @param presumed those of them that only hold the same files
 * @param begun where the device was really started
 * @param footprint the sectors whose first content the device read
 * @param footprintDigest SHA-256 over these sectors' numbers and contents in that state
 * @param requests how many requests the device made of its card
 * @param traces hashes of these requests, see {@link Trace}
 * @param console what the device said
 */
public record Certificate(
        Subject subject,
        String state,
        String points,
        String presumed,
        Begin begun,
        Kind verdict,
        String detail,
        String footprint,
        String footprintDigest,
        long requests,
        List<Long> traces,
        List<String> console) {
    /** Copies the lists. */
    public Certificate {
        traces = List.copyOf(traces);
        console = List.copyOf(console);
    }

    /** Certifies a class. Reads its footprint from the recording. */
    public static Certificate of(Subject subject, CardHistory history, CutClass<Life> found) {
        Finding<Life> finding = found.finding();
        return new Certificate(
                subject,
                found.state().toString(),
                PointRanges.text(found.points()),
                PointRanges.text(found.presumed()),
                finding.result().begun(),
                finding.result().verdict().kind(),
                finding.result().verdict().detail(),
                PointRanges.text(finding.footprint()),
                digest(history, found.state(), finding.footprint()),
                finding.trace().requests(),
                finding.trace().hashes(),
                finding.result().console());
    }

    private static String digest(CardHistory history, StateId state, BitSet footprint) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            var view = history.view(state);
            for (int from = footprint.nextSetBit(0); from >= 0; ) {
                int end = footprint.nextClearBit(from);
                digest.update(
                        "%d+%d:".formatted(from, end - from).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                digest.update(view.read(from, end - from));
                from = footprint.nextSetBit(end);
            }
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Returns the class that it certifies. */
    public CutClass<Life> found() {
        StateId representative = StateId.parse(state);
        return new CutClass<>(
                Math.toIntExact(representative.count() - subject.firstWrite()),
                representative,
                PointRanges.parse(points),
                PointRanges.parse(presumed),
                finding());
    }

    /** Returns the same about other points. */
    Certificate covering(BitSet all, BitSet onlyPresumed) {
        return new Certificate(
                subject,
                state,
                PointRanges.text(all),
                PointRanges.text(onlyPresumed),
                begun,
                verdict,
                detail,
                footprint,
                footprintDigest,
                requests,
                traces,
                console);
    }

    private Finding<Life> finding() {
        return new Finding<>(
                new Life(begun, new CutVerdict(verdict, detail), console),
                PointRanges.parse(footprint),
                new Trace(requests, traces));
    }

    /**
     * Says in what a new examination of the same state differs; empty if it found the same. Of a board that is not deterministic nothing but the verdict is compared.
     *
     * @param again what it found
     * @param history the recording it was made from
     */
    public List<String> differences(Finding<Life> again, CardHistory history) {
        List<String> differences = new java.util.ArrayList<>();
        Finding<Life> before = finding();
        if (!again.result().verdict().equals(before.result().verdict())) {
            differences.add("the verdict is %s, it was %s"
                    .formatted(again.result().verdict(), before.result().verdict()));
        }
        if (subject.deterministic()) {
            compareLives(before, again, differences);
        }
        if (!digest(history, StateId.parse(state), before.footprint()).equals(footprintDigest)) {
            differences.add("the sectors that it read hold something else");
        }
        return differences;
    }

    private void compareLives(Finding<Life> before, Finding<Life> again, List<String> differences) {
        List<String> expected =
                begun == again.result().begun() ? console : before.result().reports();
        List<String> said = begun == again.result().begun()
                ? again.result().console()
                : again.result().reports();
        if (!said.equals(expected)) {
            differences.add("the console says something else: " + firstDifference(expected, said));
        }
        if (!again.trace().agreesWith(before.trace())) {
            differences.add("the device asked something else of its card");
        }
    }

    static String firstDifference(List<String> expected, List<String> said) {
        for (int line = 0; line < Math.max(said.size(), expected.size()); line++) {
            String now = line < said.size() ? said.get(line) : "nothing more";
            String before = line < expected.size() ? expected.get(line) : "nothing more";
            if (!now.equals(before)) {
                return "\"%s\", before \"%s\", in line %d".formatted(now, before, line + 1);
            }
        }
        return "nothing";
    }

    /** Writes it into a folder, under the name of its state; replaces an earlier one whole. */
    public void writeInto(Path folder) {
        JsonFile.write(folder, state, this);
    }

    /**
     * Reads one.
     *
     * @throws UsageException if the file is none
     */
    public static Certificate read(Path file) {
        try {
            return JsonFile.MAPPER.readValue(Files.readString(file), Certificate.class);
        } catch (IOException | JacksonException e) {
            throw new UsageException(
                    "expected a certificate of `brownout cut` in %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Reads all in a folder, in the order of their file names; none if there is no such folder. */
    public static List<Certificate> readAll(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(it -> it.toString().endsWith(".json"))
                    .sorted()
                    .map(Certificate::read)
                    .toList();
        } catch (IOException e) {
            throw new HarnessException("cannot list the certificates in %s: %s".formatted(folder, e), e);
        }
    }
}
