package io.brownout.cli;

import io.brownout.board.GuestClock;
import io.brownout.features.BoardNote;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.ImageName;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Lists board models. */
@Command(
        name = "boards",
        description =
                "Lists the board models: what each is, what of the real board is missing, what it can do on each clock, and of which boards there is no model and why.")
final class BoardsCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        List<String> known = BoardModel.known().stream().map(BoardModel::name).toList();
        BoardModel.known().forEach(BoardsCommand::show);
        for (BoardNote note : BoardNote.all()) {
            if (!known.contains(note.board())) {
                System.out.println(note.board());
                line("is", note.what());
                line("", note.missing());
            }
        }
        return 0;
    }

    private static void show(BoardModel model) {
        System.out.println(model.name());
        BoardNote.all().stream()
                .filter(note -> note.board().equals(model.name()))
                .forEach(note -> {
                    line("is", note.what());
                    line("misses", note.missing());
                });
        if (!model.imageOptions().isEmpty()) {
            line("images", words(model.imageOptions().stream().sorted().map(ImageName.Option::word)));
        }
        for (GuestClock clock : GuestClock.values()) {
            line(
                    word(clock),
                    words(model.capabilities(clock).stream()
                            .map(BoardsCommand::word)
                            .sorted()));
        }
    }

    private static void line(String label, String text) {
        System.out.printf("    %-8s %s%n", label, text);
    }

    private static String words(Stream<String> words) {
        return String.join(", ", words.toList());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
