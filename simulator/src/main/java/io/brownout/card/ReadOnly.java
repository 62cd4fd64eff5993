package io.brownout.card;

import io.brownout.board.ByteSize;
import io.brownout.nbd.NbdError;
import java.util.List;
import java.util.Map;

/**
 * The end of life as most cards have it: nothing can be written any more, everything can be read.
 *
 * @param after how much is written before
 */
public record ReadOnly(ByteSize after) implements LiveFault {
    static final FaultKind KIND = new FaultKind(
            "read-only",
            "can only be read once so much has been written",
            List.of(FaultParameter.size("after", "256MiB", "how much is written before")),
            values -> new ReadOnly(values.size("after")),
            "the end of life of many cards; TMP_WRITE_PROTECT and PERM_WRITE_PROTECT in the CSD of the SD specification",
            Bite.yes(
                    "writes silently do not land: QEMU's SD controller swallows the error, as a card does that says nothing"),
            Bite.yes("writes end with an I/O error; ext4 then goes read-only or on, as it was mounted"));

    @Override
    public FaultKind kind() {
        return KIND;
    }

    @Override
    public Map<String, String> parameters() {
        return Map.of("after", after.toString());
    }

    @Override
    public Course begin(long seed) {
        Age age = new Age();
        return request -> {
            if (request.isWrite() && age.bytes() >= after.bytes()) {
                return Reaction.refused(NbdError.EPERM, "the card is at its end of life and can only be read");
            }
            age.grownBy(request);
            return Reaction.NORMAL;
        };
    }
}
