package io.brownout.reports;

import io.brownout.board.RunEvent.CardFaulted;
import io.brownout.board.RunEvent.CardInserted;
import java.util.ArrayList;
import java.util.List;

/** What kind of card each board had, what that kind does there, and which of its faults showed. Says nothing of ideal cards: they do what they were asked for. */
final class CardNotes {
    private CardNotes() {}

    static List<Element> of(ScenarioResult scenario) {
        List<Element> elements = new ArrayList<>();
        for (BoardResult board : scenario.boards()) {
            board.cards().stream()
                    .filter(card -> !card.effects().isEmpty())
                    .distinct()
                    .forEach(card -> elements.addAll(of(board, card)));
        }
        if (!elements.isEmpty()) {
            elements.addFirst(ScenarioSection.title("Card"));
        }
        return elements;
    }

    private static List<Element> of(BoardResult board, CardInserted card) {
        Element list = Element.of("ul");
        card.effects().forEach(effect -> list.add(Element.of("li").text(effect)));
        for (CardFaulted fault : board.faults()) {
            list.add(Element.of("li").text("Shown: %s, %s".formatted(fault.fault(), fault.what())));
        }
        Element kind = Element.of("p")
                .text("The card of %s is ".formatted(board.name()))
                .add(Element.of("code").text(card.profile()))
                .text(board.model().isEmpty() ? ":" : ". On %s:".formatted(board.model()));
        return List.of(kind, list);
    }
}
