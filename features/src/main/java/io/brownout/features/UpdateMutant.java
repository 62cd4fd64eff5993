package io.brownout.features;

import io.brownout.explorer.CutVerdict.Kind;
import io.brownout.qemu.ImageName;
import java.nio.file.Path;
import java.util.Set;

/**
 * A mistake in an updater, planted in the device and in the release that it is given, and what the explorer must say of it after at least one cut.
 *
 * @param name what the mistake is, in a few words with hyphens
 * @param what one sentence: what somebody did wrong
 * @param update what is updated to what, without the mistake
 * @param expects the verdicts of which one must be found; the sound twin has none of them anywhere
 * @param fast whether {@code ./brownout test} has time for it
 * @param plant the script that plants it into the tree of an image
 */
public record UpdateMutant(String name, String what, Sound update, Set<Kind> expects, boolean fast, Path plant) {
    /**
     * An update without a mistake: the twin of all mutants that are made of it.
     *
     * @param image what the device runs
     * @param release what it is updated to
     * @param question what is asked about each cut
     */
    public record Sound(ImageName image, ImageName release, UpdateQuestion question) {
        /** Records it. */
        public UpdateRecording record(RunContext context, String board) {
            return UpdateRecording.make(context, board, image, release, question, CutPhase.ALL);
        }

        @Override
        public String toString() {
            return "%s to %s, %s".formatted(image, release, question.word());
        }
    }

    /** Copies the verdicts. */
    public UpdateMutant {
        expects = Set.copyOf(expects);
    }

    /** Returns the update with the mistake in both images. */
    public Sound planted() {
        return new Sound(update.image().withFault(name), update.release().withFault(name), update.question());
    }
}
