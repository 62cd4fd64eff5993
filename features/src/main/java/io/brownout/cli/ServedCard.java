package io.brownout.cli;

import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent.CardCut;
import io.brownout.card.Card;
import io.brownout.card.CardListener;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A card that is served until somebody ends the program, or the card itself has had enough. Ended by a signal it takes the power away, leaves nothing behind and exits with 0: for a server that is the good end. */
final class ServedCard implements CardListener, AutoCloseable {
    private final Card card;
    private final CompletableFuture<CardCut> end = new CompletableFuture<>();
    private final Thread interruption = new Thread(this::interrupted, "brownout-interruption");

    private ServedCard(Card card) {
        this.card = card;
    }

    /** Takes charge of a card, before anything of it can be left behind. */
    static ServedCard over(Card card) {
        ServedCard served = new ServedCard(card);
        Runtime.getRuntime().addShutdownHook(served.interruption);
        return served;
    }

    /** Begins to serve; returns the URI. */
    String begin(SocketAddress address) {
        return card.plugIn(address, this).uri();
    }

    /** Waits until the card cuts its own power or breaks. */
    int awaitEnd() {
        try {
            CardCut cut = end.join();
            System.err.printf("brownout: the card has cut its power at write %d: %s%n", cut.write(), cut.reason());
            return 0;
        } catch (CompletionException e) {
            throw e.getCause() instanceof HarnessException broken ? broken : e;
        }
    }

    @Override
    public void cut(CardCut cut) {
        end.complete(cut);
    }

    @Override
    public void broke(HarnessException why) {
        end.completeExceptionally(why);
    }

    private void interrupted() {
        int exitCode = 0;
        try {
            card.close();
        } catch (HarnessException e) {
            System.err.println("brownout: " + e.getMessage());
            exitCode = Main.HARNESS;
        }
        Runtime.getRuntime().halt(exitCode);
    }

    /** Ends a card that nobody has interrupted. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(interruption);
        } catch (IllegalStateException e) {
            return; // The JVM is going down, and the hook ends the card.
        }
        card.close();
    }
}
