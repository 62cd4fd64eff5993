package io.brownout.explorer;

/**
 * What became of a device whose power was cut.
 *
 * @param kind in one word
 * @param detail what was seen, in a few words; empty if the word says it all
 */
public record CutVerdict(Kind kind, String detail) {
    /** The words there are. */
    public enum Kind {
        /** It runs the release that it had before, whole. */
        OLD_RELEASE(true),
        /** It runs the release that it was being given, whole. */
        NEW_RELEASE(true),
        /** It never reaches its goal. */
        DOES_NOT_BOOT(false),
        /** It runs a slot that is not the one its release belongs to, or a release that is neither of the two. */
        WRONG_RELEASE(false),
        /** It boots and boots, or waits for something that never comes. */
        STUCK(false),
        /** It runs, but what its user had on it is not what it was. */
        DATA_LOST(false),
        /** It runs, but a file system or a file is damaged. */
        DAMAGED(false);

        private final boolean good;

        Kind(boolean good) {
            this.good = good;
        }

        /** Says whether an updater may leave a device like that. */
        public boolean isGood() {
            return good;
        }
    }

    /** Says whether an updater may leave a device like that. */
    public boolean isGood() {
        return kind.isGood();
    }

    /** Returns this verdict, unless it is good and something of the user's files is lost: then that. */
    public CutVerdict unless(String loss) {
        return isGood() && !loss.isEmpty() ? new CutVerdict(Kind.DATA_LOST, loss) : this;
    }
}
