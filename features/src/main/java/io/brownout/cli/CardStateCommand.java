package io.brownout.cli;

import io.brownout.card.CardHistory;
import io.brownout.card.CardMark;
import io.brownout.card.ServedHistory;
import io.brownout.card.StateId;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionTable;
import io.brownout.nbd.NbdServer;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Opens a state of a card's journal. */
@Command(
        name = "state",
        description = {
            "Opens a state of a card. Without a state: lists those at the marks of the journal.",
            "With --socket or --port: serves every state to NBD clients, each under its name (nbd://localhost:N/after-120) and the named one as the default, until Ctrl-C or SIGTERM. Clients may write; that is kept for each state until then, and the journal stays as it is."
        })
final class CardStateCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions journal = new JournalOptions();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "STATE",
            description = "For example after-120 or after-120-without-112+117..119; see docs/cards.md.")
    private @Nullable String state;

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Override
    public Integer call() {
        CardHistory history = journal.history();
        if (listen.areGiven()) {
            return serve(history, state == null ? history.last() : StateId.parse(state));
        }
        if (state == null) {
            list(history);
        } else {
            describe(history, StateId.parse(state));
        }
        return 0;
    }

    private static void list(CardHistory history) {
        System.out.printf("%-16s %s%n", "after-0", "before the first write");
        history.journal().marks().forEach(CardStateCommand::print);
        System.out.printf("%-16s %s%n", "after-" + history.writes(), "the end");
    }

    private static void print(CardMark mark) {
        System.out.printf("%-16s %s%n", "after-" + mark.write(), mark.text());
    }

    private static void describe(CardHistory history, StateId id) {
        for (Partition partition : PartitionTable.read(history.view(id))) {
            System.out.printf(
                    "partition %d: %d sectors from %d on, type %02x, label %s%n",
                    partition.number(),
                    partition.sectors(),
                    partition.firstSector(),
                    partition.type(),
                    partition.label());
        }
        System.out.printf(
                "%s is a state of %s, of %d sectors%n", id, history.journal().cardName(), history.sectors());
    }

    private int serve(CardHistory history, StateId id) {
        try (ServedHistory served = new ServedHistory(history, id);
                NbdServer server = served.serveAt(listen.address())) {
            CountDownLatch end = new CountDownLatch(1);
            Thread interruption = new Thread(() -> interrupted(served, server), "brownout-interruption");
            Runtime.getRuntime().addShutdownHook(interruption);
            System.out.println(server.uri());
            System.out.flush();
            end.await();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Main.HARNESS;
        }
    }

    /** A server that is told to end has done its work: the exit code is 0. */
    private static void interrupted(ServedHistory served, NbdServer server) {
        server.close();
        served.close();
        Runtime.getRuntime().halt(0);
    }
}
