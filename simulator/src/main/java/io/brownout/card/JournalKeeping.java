package io.brownout.card;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts a journal, and those that its card's beginning depends on, into another folder as well. Contents are hard links where that is possible: a journal is never changed once its card is closed. */
final class JournalKeeping {
    private JournalKeeping() {}

    /** Returns where the journal is kept. */
    static Path keep(Path journal, Path folder) {
        JournalBase base = JournalBase.read(journal);
        if (base instanceof JournalBase.Journal parent) {
            base = parent.at(keep(parent.seenFrom(journal), folder));
        }
        try {
            Path kept = createFree(folder, journal.toRealPath().getFileName().toString());
            base.write(kept);
            linkOrCopy(journal.resolve(JournalLayout.CONTENT), kept.resolve(JournalLayout.CONTENT));
            linkOrCopy(journal.resolve(JournalLayout.RECORDS), kept.resolve(JournalLayout.RECORDS));
            return kept;
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot keep the journal %s in %s: %s; is the disk full?".formatted(journal, folder, e), e);
        }
    }

    private static Path createFree(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        for (int attempt = 1; ; attempt++) {
            try {
                return Files.createDirectory(folder.resolve(attempt == 1 ? name : name + "-" + attempt));
            } catch (FileAlreadyExistsException e) {
                // The next number is free, or the one after it.
            }
        }
    }

    private static void linkOrCopy(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (IOException | UnsupportedOperationException e) { // Another file system, or one without links.
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
