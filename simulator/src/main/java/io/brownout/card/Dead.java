package io.brownout.card;

import io.brownout.board.ByteSize;
import io.brownout.card.Reaction.Fate;
import io.brownout.nbd.NbdError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The end of life as some cards have it: nothing can be written or read any more.
 *
 * @param after how much is written before
 * @param answers what the card answers then
 */
public record Dead(ByteSize after, Answers answers) implements LiveFault {
    static final FaultKind KIND = new FaultKind(
            "dead",
            "neither reads nor writes once so much has been written",
            List.of(
                    FaultParameter.size("after", "256MiB", "how much is written before"),
                    FaultParameter.word(
                            "answers", Answers.values(), "what it answers then; nothing stops a Pi in QEMU for good")),
            values -> new Dead(values.size("after"), values.word("answers", Answers.class)),
            "drives that no longer answer after a power fault, one of fifteen: Zheng et al., FAST 2013; cards that the controller no longer finds",
            Bite.yes("writes silently do not land and reads give stale bytes: QEMU's SD controller swallows the error"),
            Bite.yes("every request ends with an I/O error, or with none"));

    /** What a dead card answers. */
    public enum Answers {
        /** An error. */
        ERRORS,
        /** Nothing. */
        NOTHING
    }

    @Override
    public FaultKind kind() {
        return KIND;
    }

    @Override
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("after", after.toString());
        parameters.put("answers", FaultParameter.written(answers));
        return parameters;
    }

    @Override
    public Course begin(long seed) {
        Age age = new Age();
        return request -> {
            if (age.bytes() < after.bytes()) {
                age.grownBy(request);
                return Reaction.NORMAL;
            }
            return switch (answers) {
                case ERRORS -> Reaction.refused(NbdError.EIO, "the card is dead");
                case NOTHING -> Reaction.of(new Fate.Unanswered());
            };
        };
    }
}
