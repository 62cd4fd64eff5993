package io.brownout.cli;

import io.brownout.board.UsageException;
import io.brownout.card.StateId;
import io.brownout.explorer.Certificate;
import io.brownout.explorer.DeviceExaminer;
import io.brownout.features.UpdateRecording;
import java.util.List;

/** Examines the state of a certificate again. */
record CutVerification(UpdateRecording recording, Certificate certificate) {
    /** Boots it, and says in what it differs; empty if it does not. */
    List<String> differences() throws InterruptedException {
        if (!certificate.subject().equals(recording.subject())) {
            throw new UsageException("the certificate is about another recording: %s, expected %s"
                    .formatted(certificate.subject(), recording.subject()));
        }
        var history = recording.points().history();
        return certificate.differences(
                new DeviceExaminer(history, recording.bootPartition(), recording.trial())
                        .examine(StateId.parse(certificate.state())),
                history);
    }
}
