package io.brownout.cli;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.card.Card;
import io.brownout.card.CardHistory;
import io.brownout.card.StateId;
import io.brownout.explorer.Certificate;
import io.brownout.explorer.FurtherCertificate;
import io.brownout.explorer.Life;
import io.brownout.explorer.Subject;
import io.brownout.features.DeviceTrial;
import io.brownout.features.UpdateRecording;
import java.util.List;

/** Examines the state of a certificate again. */
record CutVerification(UpdateRecording recording) {
    /** Boots it, and says in what it differs; empty if it does not. */
    List<String> differences(Certificate certificate) throws InterruptedException {
        check(certificate.subject());
        var history = recording.points().history();
        return certificate.differences(
                recording.examiner(history, recording.trial()).examine(StateId.parse(certificate.state())), history);
    }

    /** Makes its state, with the second cut if there was one, boots that, and says in what it differs; empty if it does not. */
    List<String> differences(FurtherCertificate certificate) throws InterruptedException {
        check(certificate.subject());
        StateId further = StateId.parse(certificate.further());
        if (certificate.after().isEmpty()) {
            return differences(certificate, recording.points().history(), further);
        }
        StateId first = StateId.parse(certificate.after());
        try (Card card = Card.at(recording.points().history(), first)
                        .name(certificate.after())
                        .build();
                DeviceTrial trial = recording.trial()) {
            if (!trial.runUntilWrite(card, further.count())) {
                throw new HarnessException(
                        "the device came to its end after %d writes, expected %d; it is not deterministic"
                                .formatted(card.journal().writes(), further.count()));
            }
            return differences(certificate, card.history(), further);
        }
    }

    private List<String> differences(FurtherCertificate certificate, CardHistory history, StateId state)
            throws InterruptedException {
        try (DeviceTrial trial = recording.trial()) {
            Life life = recording.examiner(history, trial).examine(state).result();
            return certificate.differences(life, recording.lossAt(history.view(state)));
        }
    }

    private void check(Subject subject) {
        if (!subject.equals(recording.subject())) {
            throw new UsageException("the certificate is about another recording: %s, expected %s"
                    .formatted(subject, recording.subject()));
        }
    }
}
