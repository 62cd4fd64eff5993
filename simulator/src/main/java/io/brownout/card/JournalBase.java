package io.brownout.card;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What the card of a journal began as: {@code base.json} beside the records, without which they tell only of what has changed. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "base")
sealed interface JournalBase {
    String FILE = "base.json";

    /** Nothing but zeroes. */
    record Blank() implements JournalBase {}

    /**
     * A raw image.
     *
     * @param digest see {@link ImageDigest}
     */
    record Image(String path, long bytes, String digest) implements JournalBase {
        static Image of(BaseImage image) {
            return new Image(
                    image.path().toAbsolutePath().normalize().toString(), image.bytes(), ImageDigest.of(image));
        }
    }

    /**
     * A state that another journal tells of.
     *
     * @param began when that journal began, by which it is known again
     */
    record Journal(String folder, Instant began, String state) implements JournalBase {
        static Journal of(CardJournal journal, StateId state) {
            return new Journal(
                    journal.folder().toAbsolutePath().normalize().toString(), journal.began(), state.toString());
        }
    }

    /** Returns it in words. */
    default String described() {
        return switch (this) {
            case Blank() -> "an empty card";
            case Image(String path, long bytes, String digest) -> "%s, %d bytes, %s".formatted(path, bytes, digest);
            case Journal(String folder, Instant began, String state) ->
                "%s of the journal %s begun at %s".formatted(state, folder, began);
        };
    }

    /** Writes it into the folder of a journal. */
    default void write(Path folder) {
        try {
            Files.writeString(
                    folder.resolve(FILE),
                    Json.MAPPER.writerFor(JournalBase.class).writeValueAsString(this) + "\n");
        } catch (IOException e) {
            throw new HarnessException("cannot write %s: %s".formatted(folder.resolve(FILE), e), e);
        }
    }

    /** Reads it from the folder of a journal. */
    static JournalBase read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Json.MAPPER.readValue(Files.readString(file), JournalBase.class);
        } catch (IOException | JacksonException e) {
            throw new UsageException(
                    "expected in %s what the card of the journal began as: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Opens it; {@link UsageException} if it is not there or not as it was. */
    default BaseContent open(Path journal) {
        return switch (this) {
            case Blank() -> new BlankBase();
            case Image image -> openAs(Path.of(image.path()), journal);
            case Journal(String folder, Instant began, String state) -> {
                CardHistory parent = CardHistory.open(Path.of(folder));
                if (!parent.journal().began().equals(began)) {
                    throw new UsageException(
                            "the card of the journal %s began as %s of a journal begun at %s; the one in %s began at %s"
                                    .formatted(
                                            journal,
                                            state,
                                            began,
                                            folder,
                                            parent.journal().began()));
                }
                yield parent.state(StateId.parse(state));
            }
        };
    }

    /** Opens an image as what it began as; {@link UsageException} if it is another one. */
    default BaseContent openAs(Path path, Path journal) {
        if (!(this instanceof Image(String recorded, long bytes, String digest))) {
            throw new UsageException("the card of the journal %s did not begin as an image but as %s; name none"
                    .formatted(journal, described()));
        }
        BaseImage image = BaseImage.open(path);
        String found = ImageDigest.of(image);
        if (image.bytes() != bytes || !found.equals(digest)) {
            throw new UsageException(
                    "the card of the journal %s began as %s with %d bytes and digest %s; the image %s has %d and %s: name the right one"
                            .formatted(journal, recorded, bytes, digest, path, image.bytes(), found));
        }
        return image;
    }

    /** The mapper, which an interface can keep only in a type of its own. */
    final class Json {
        private static final JsonMapper MAPPER = new JsonMapper();

        private Json() {}
    }
}
