package io.brownout.card;

import java.io.IOException;
import java.nio.file.Path;

/** Something that is done to a card on a PC, with the tools for raw images: mtools, debugfs, dd. */
@FunctionalInterface
public interface CardEdit {
    /** Changes the raw file in place; its length must stay. */
    void apply(Path raw) throws IOException, InterruptedException;
}
