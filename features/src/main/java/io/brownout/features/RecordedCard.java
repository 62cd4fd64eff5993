package io.brownout.features;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.card.CardHistory;
import io.brownout.explorer.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a recording left in its run folder: {@code recording.json} says what it was of, and where the journal of its card lies.
 *
 * @param subject what was recorded
 * @param history every state that its card had
 * @param update how long it took on the machine that recorded it, from which follows how long a device may be silent
 */
public record RecordedCard(Subject subject, CardHistory history, Duration update) {
    /** In the folder of a run that has recorded, or gone on with a recording. */
    public static final String FILE = "recording.json";

    private static final String JOURNALS = "journals";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Stored(Subject subject, String journal, double updateSeconds) {}

    /**
     * Returns what the run in a folder is about.
     *
     * @throws UsageException if it is no run of {@code brownout cut}
     */
    public static Subject subject(Path runFolder) {
        return read(runFolder.resolve(FILE)).subject();
    }

    /**
     * Opens the recording of a run.
     *
     * @param image what the device ran before the update, wherever this machine has it
     * @throws UsageException if there is no recording, its journal is not what it was, or the image is another one
     */
    public static RecordedCard open(Path runFolder, Path image) {
        Stored stored = read(runFolder.resolve(FILE));
        Path journal = runFolder.resolve(stored.journal());
        if (!Files.isDirectory(journal)) {
            throw new UsageException(
                    "the recording in %s has its journal in %s, and there is none: copy the folder of a run whole, with its %s; if the run is of an earlier version, record anew with --from and --to"
                            .formatted(runFolder, journal, JOURNALS));
        }
        CardHistory history = CardHistory.open(journal, image);
        if (history.journal().fingerprint() != stored.subject().fingerprint()) {
            throw new UsageException(
                    "the journal %s is not the one that the run in %s recorded".formatted(journal, runFolder));
        }
        return new RecordedCard(stored.subject(), history, Duration.ofMillis((long) (1000 * stored.updateSeconds())));
    }

    private static Stored read(Path file) {
        try {
            return JSON.readValue(Files.readString(file), Stored.class);
        } catch (IOException | JacksonException e) {
            throw new UsageException(
                    "expected the recording of a `brownout cut` in %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Notes in a run folder what it is about, and keeps the journals there, so that the folder can be moved and copied: it needs nothing outside but the image. */
    void keepIn(Path runFolder) {
        try {
            Path folder = runFolder.toRealPath();
            Path own = history.journal().folder().toRealPath();
            Path journal = own.startsWith(folder) ? own : history.keepIn(folder.resolve(JOURNALS));
            Stored stored = new Stored(subject, folder.relativize(journal).toString(), update.toMillis() / 1000.0);
            Files.writeString(folder.resolve(FILE), JSON.writeValueAsString(stored) + "\n");
        } catch (IOException e) {
            throw new HarnessException("cannot write %s to %s: %s".formatted(FILE, runFolder, e.getMessage()), e);
        }
    }
}
