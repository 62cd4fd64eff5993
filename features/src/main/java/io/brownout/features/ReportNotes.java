package io.brownout.features;

import io.brownout.board.EventSink;
import io.brownout.board.RunEvent;
import io.brownout.card.Card;

/** Notes in a card's journal what its device reports, when the test machine hears it. */
public record ReportNotes(Card card) implements EventSink {
    @Override
    public void publish(RunEvent event) {
        if (event instanceof RunEvent.DeviceReported reported) {
            card.mark("device: " + reported.report());
        }
    }
}
