package io.brownout.cli;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.explorer.Certificate;
import io.brownout.explorer.CertificateMerge;
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
        return recorded(out).stream()
                .max(Comparator.comparing(Path::getFileName))
                .orElseThrow(() -> none(out));
    }

    /** Returns the run folder that a path leads to, or all the runs in the folder that it leads to that have recorded or gone on. */
    static List<Path> runs(Path folder) {
        Path real = real(folder);
        List<Path> runs = isRun(real) ? List.of(real) : recorded(real);
        if (runs.isEmpty()) {
            throw none(folder);
        }
        return runs;
    }

    private static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve(RecordedCard.FILE));
    }

    private static List<Path> recorded(Path out) {
        if (!Files.isDirectory(out)) {
            return List.of();
        }
        try (Stream<Path> runs = Files.list(out)) {
            return runs.filter(it -> isRun(it) && !Files.isSymbolicLink(it))
                    .sorted()
                    .toList();
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

    /** Returns the run folder that a certificate lies in, in any folder below it. */
    static Path of(Path certificate) {
        for (Path folder = real(certificate).getParent(); folder != null; folder = folder.getParent()) {
            if (isRun(folder)) {
                return folder;
            }
        }
        throw new UsageException(
                "%s lies in no run folder with a recording; say where that is with --in".formatted(certificate));
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

    /** Puts together the certificates of several runs of one recording; {@link UsageException} if one is about another, {@link HarnessException} if two contradict one another. */
    static List<Certificate> merged(List<Path> folders, Subject subject) {
        CertificateMerge merge = new CertificateMerge();
        for (Path folder : folders) {
            Subject own = RecordedCard.subject(folder);
            if (!own.equals(subject)) {
                throw new UsageException("the run in %s is about another recording: %s, expected that of %s, %s"
                        .formatted(folder, own, folders.getFirst(), subject));
            }
            certificates(folder, subject)
                    .forEach(it -> merge.add(folder.resolve(CutRun.CERTIFICATES).resolve(it.state() + ".json"), it));
        }
        return merge.certificates();
    }
}
