package io.brownout.cli;

import io.brownout.board.GuestClock;
import io.brownout.qemu.BoardModel;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists board models. */
@Command(name = "boards", description = "Lists the board models and what each can do on each clock.")
final class BoardsCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        for (BoardModel model : BoardModel.known()) {
            System.out.println(model.name());
            for (GuestClock clock : GuestClock.values()) {
                System.out.printf(
                        "    %-8s %s%n",
                        word(clock),
                        String.join(
                                ", ",
                                model.capabilities(clock).stream()
                                        .map(BoardsCommand::word)
                                        .sorted()
                                        .toList()));
            }
        }
        return 0;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
