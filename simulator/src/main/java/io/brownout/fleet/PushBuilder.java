package io.brownout.fleet;

import java.io.IOException;
import java.util.function.Consumer;

/** Makes a release of what was pushed. Safe for any thread; commits of one application come one after the other. */
@FunctionalInterface
public interface PushBuilder {
    /**
     * Builds a commit. Blocks; whoever has pushed waits, and reads what is said.
     *
     * @param console takes a line at once
     * @throws BuildFailedException if there is no release; the push is then refused, and pushing the same again is another try
     * @throws IOException if this machine could not do its work; refused as well
     */
    void build(PushedCommit commit, Consumer<String> console) throws BuildFailedException, IOException;
}
