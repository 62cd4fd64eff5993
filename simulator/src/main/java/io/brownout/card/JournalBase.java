package io.brownout.card;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Function;
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
     * @param path where it lay, which is only where it is looked for first: the digest decides whether one is it
     * @param digest see {@link ImageDigest}
     */
    record Image(String path, long bytes, String digest) implements JournalBase {
        static Image of(BaseImage image) {
            return new Image(
                    image.path().toAbsolutePath().normalize().toString(), image.bytes(), ImageDigest.of(image));
        }

        private BaseContent openAs(Path place, Path journal) {
            BaseImage image = BaseImage.open(place);
            String found = ImageDigest.of(image);
            if (image.bytes() != bytes || !found.equals(digest)) {
                throw new UsageException(
                        "the card of the journal %s began as %s with %d bytes and digest %s; the image %s has %d and %s: name the right one"
                                .formatted(journal, path, bytes, digest, place, image.bytes(), found));
            }
            return image;
        }
    }

    /**
     * A state that another journal tells of.
     *
     * @param folder of that journal; in the file it is written as seen from the folder of this one, so that both can be moved together
     * @param began when that journal began, by which it is known again
     */
    record Journal(String folder, Instant began, String state) implements JournalBase {
        static Journal of(CardJournal journal, StateId state) {
            return new Journal(
                    journal.folder().toAbsolutePath().normalize().toString(), journal.began(), state.toString());
        }

        /** Returns the same with the journal in another place. */
        Journal at(Path place) {
            return new Journal(place.toString(), began, state);
        }

        /** Returns where that journal is, as said in the folder of a journal. */
        Path seenFrom(Path journal) {
            return journal.resolve(folder);
        }

        private Journal relativeTo(Path journal) throws IOException {
            return at(journal.toRealPath().relativize(Path.of(folder).toRealPath()));
        }

        private BaseContent open(Path journal, Function<Path, CardHistory> opening) {
            Path place = seenFrom(journal);
            if (!Files.isDirectory(place)) {
                throw new UsageException(
                        "the card of the journal %s began as %s of another journal, which is not at %s: copy it there, or copy the whole run folder that holds both"
                                .formatted(journal, state, place.normalize()));
            }
            return in(opening.apply(place), journal);
        }

        private BaseContent in(CardHistory parent, Path journal) {
            if (!parent.journal().began().equals(began)) {
                throw new UsageException(
                        "the card of the journal %s began as %s of a journal begun at %s; the one in %s began at %s"
                                .formatted(
                                        journal,
                                        state,
                                        began,
                                        parent.journal().folder(),
                                        parent.journal().began()));
            }
            return parent.state(StateId.parse(state));
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

    /** Writes it into the folder of a journal, which must be there. */
    default void write(Path folder) {
        try {
            JournalBase told = this instanceof Journal journal ? journal.relativeTo(folder) : this;
            Files.writeString(
                    folder.resolve(FILE),
                    Json.MAPPER.writerFor(JournalBase.class).writeValueAsString(told) + "\n");
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
            case Image image -> image.openAs(Path.of(image.path()), journal);
            case Journal parent -> parent.open(journal, CardHistory::open);
        };
    }

    /** Opens it with an image as what it, or the first of the journals before it, began as; {@link UsageException} if it is another one. */
    default BaseContent openWith(Path path, Path journal) {
        return switch (this) {
            case Blank() ->
                throw new UsageException("the card of the journal %s did not begin as an image but as %s; name none"
                        .formatted(journal, described()));
            case Image image -> image.openAs(path, journal);
            case Journal parent -> parent.open(journal, folder -> CardHistory.open(folder, path));
        };
    }

    /** Opens a state of a history as what it began as; {@link UsageException} if it began as something else. */
    default BaseContent openAs(CardHistory parent, Path journal) {
        if (!(this instanceof Journal own)) {
            throw new UsageException("the card of the journal %s began as %s, not as a state of the journal in %s"
                    .formatted(journal, described(), parent.journal().folder()));
        }
        return own.in(parent, journal);
    }

    /** The mapper, which an interface can keep only in a type of its own. */
    final class Json {
        private static final JsonMapper MAPPER = new JsonMapper();

        private Json() {}
    }
}
