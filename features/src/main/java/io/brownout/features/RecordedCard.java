package io.brownout.features;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.card.CardHistory;
import io.brownout.explorer.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a recording left in its run folder: {@code recording.json} says what it was of, and where the journal of its card lies.
 *
 * @param subject what was recorded
 * @param history every state that its card had
 */
public record RecordedCard(Subject subject, CardHistory history) {
    /** In the folder of a run that has recorded, or gone on with a recording. */
    public static final String FILE = "recording.json";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Stored(Subject subject, String journal) {}

    /**
     * Opens the recording of a run.
     *
     * @throws UsageException if there is none, or its journal is not what it was
     */
    public static RecordedCard open(Path runFolder) {
        Stored stored = read(runFolder.resolve(FILE));
        CardHistory history = CardHistory.open(Path.of(stored.journal()));
        if (history.journal().fingerprint() != stored.subject().fingerprint()) {
            throw new UsageException(
                    "the journal %s is not the one that the run in %s recorded".formatted(stored.journal(), runFolder));
        }
        return new RecordedCard(stored.subject(), history);
    }

    private static Stored read(Path file) {
        try {
            return JSON.readValue(Files.readString(file), Stored.class);
        } catch (IOException | JacksonException e) {
            throw new UsageException(
                    "expected the recording of a `brownout cut` in %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Notes in a run folder what it is about; the journal stays where it is. */
    void writeInto(Path runFolder) {
        Stored stored =
                new Stored(subject, history.journal().folder().toAbsolutePath().toString());
        try {
            Files.writeString(runFolder.resolve(FILE), JSON.writeValueAsString(stored) + "\n");
        } catch (IOException e) {
            throw new HarnessException("cannot write %s to %s: %s".formatted(FILE, runFolder, e.getMessage()), e);
        }
    }
}
