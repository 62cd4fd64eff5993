package io.brownout.cli;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.explorer.Certificate;
import io.brownout.explorer.Subject;
import io.brownout.features.RecordedCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Run folders of {@code brownout cut}. */
final class CutFolder {
    private CutFolder() {}

    /** Returns the last run that recorded or resumed. */
    static Path last(Path out) {
        if (!Files.isDirectory(out)) {
            throw none(out);
        }
        try (Stream<Path> runs = Files.list(out)) {
            return runs.filter(it -> Files.isRegularFile(it.resolve(RecordedCard.FILE)) && !Files.isSymbolicLink(it))
                    .max(Comparator.comparing(Path::getFileName))
                    .orElseThrow(() -> none(out));
        } catch (IOException e) {
            throw new HarnessException("cannot list the runs in %s: %s".formatted(out, e), e);
        }
    }

    private static UsageException none(Path out) {
        return new UsageException(
                "no run in %s has recorded an update; `brownout cut --from … --to …` does".formatted(out));
    }

    /** Returns the folder that a path leads to now: {@code out/latest} leads elsewhere as soon as the next run begins. */
    static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw new UsageException("there is no run folder %s".formatted(folder), e);
        }
    }

    /** Returns the run folder that a certificate lies in. */
    static Path of(Path certificate) {
        Path certificates = real(certificate).getParent();
        Path folder = certificates == null ? null : certificates.getParent();
        if (folder == null || !Files.isRegularFile(folder.resolve(RecordedCard.FILE))) {
            throw new UsageException(
                    "%s lies in no run folder with a recording; say where that is with --in".formatted(certificate));
        }
        return folder;
    }

    /** Reads the certificates of a run; {@link UsageException} if they are about another recording. */
    static List<Certificate> certificates(Path folder, Subject subject) {
        List<Certificate> found = Certificate.readAll(folder.resolve(CutRun.CERTIFICATES));
        found.stream().filter(it -> !it.subject().equals(subject)).findFirst().ifPresent(other -> {
            throw new UsageException("the certificate %s in %s is about another recording: %s, expected %s"
                    .formatted(other.state(), folder, other.subject(), subject));
        });
        return found;
    }
}
