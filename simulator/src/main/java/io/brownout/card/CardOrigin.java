package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.board.UsageException;
import java.nio.file.Path;

/** What a card is asked to begin as. */
sealed interface CardOrigin {
    /** A raw image, which may be smaller than the card. */
    record Image(Path path) implements CardOrigin {}

    /** Nothing but zeroes. */
    record Blank(long bytes) implements CardOrigin {}

    /** A state that a journal tells of. */
    record State(CardHistory history, StateId id) implements CardOrigin {}

    /** What it is, once opened, and how the card's journal will name it. */
    record Opened(BaseContent content, long bytes, JournalBase name) {}

    /** Opens it; {@link UsageException} if that cannot be done. */
    default Opened open() {
        return switch (this) {
            case Image(Path path) -> {
                BaseImage image = BaseImage.open(path);
                yield new Opened(image, image.bytes(), JournalBase.Image.of(image));
            }
            case Blank(long bytes) -> {
                if (bytes <= 0 || bytes % SECTOR_BYTES != 0) {
                    throw new UsageException(
                            "a card of %d bytes, expected a multiple of %d above 0".formatted(bytes, SECTOR_BYTES));
                }
                yield new Opened(new BlankBase(), bytes, new JournalBase.Blank());
            }
            case State(CardHistory history, StateId id) ->
                new Opened(
                        history.state(id),
                        history.sectors() * SECTOR_BYTES,
                        JournalBase.Journal.of(history.journal(), id));
        };
    }
}
