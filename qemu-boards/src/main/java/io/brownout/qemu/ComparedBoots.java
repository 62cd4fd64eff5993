package io.brownout.qemu;

import io.brownout.board.Board;
import io.brownout.board.Console;
import io.brownout.board.Deadline;
import io.brownout.board.EventSource;
import io.brownout.board.GuestClock;
import io.brownout.board.HarnessException;
import io.brownout.card.Card;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Boots an image on a glass card, and by the same QEMU command on a raw file, which nobody but QEMU sees: for benchmarks that ask what the card costs. In the virtual clock; what is measured is the test machine's time.
 *
 * @param model the board
 * @param image what it boots
 * @param qemu which QEMU
 */
public record ComparedBoots(BoardModel model, Image image, QemuInstallation qemu) {
    /**
     * Something that watches a boot.
     *
     * @param <T> what it finds
     */
    @FunctionalInterface
    public interface Watch<T> {
        /**
         * Watches; the board is switched off when it returns.
         *
         * @param begin when the power came on, as {@link System#nanoTime} tells
         */
        T watch(Console console, long begin);
    }

    /** Boots on a glass card. The console's log stays in the folder. */
    public <T> T onCard(Path folder, Watch<T> watch) {
        try (Card card = Card.of(image.path()).build();
                Board board = QemuBoard.of(model)
                        .card(card)
                        .epoch(image.epoch())
                        .runFolder(folder)
                        .qemu(qemu)
                        .build()) {
            long begin = System.nanoTime();
            board.start();
            return watch.watch(board.console(), begin);
        }
    }

    /** Boots on a raw file, which is made before the power comes on. The console's log stays in the folder. */
    public <T> T onRawFile(Path folder, Watch<T> watch) {
        EventSource unheard = EventSource.unheard(model.name() + "-raw");
        try (Card card = Card.of(image.path()).build();
                PrivateFolder own = PrivateFolder.create(PrivateFolder.usualParent());
                BoardConsole console = new BoardConsole(
                        ConsoleLog.create(folder.resolve("consoles"), unheard.board()), new StoryKeeper(), unheard)) {
            Path raw = own.resolve("raw.img");
            card.exportTo(raw);
            Firmware firmware = new FirmwareStage(model).load(CardBootFiles.of(card.view()), own.path());
            QemuCommand command = command(firmware, raw, own);
            console.beginBoot("raw file");
            long begin = System.nanoTime();
            try (QemuProcess _ = QemuProcess.start(
                    command, BootPlan.PLAIN, own, own.resolve("errors"), console, Deadline.in(QemuProcess.START))) {
                return watch.watch(console, begin);
            }
        } catch (BoardDarkException e) {
            throw new HarnessException(
                    "image %s does not start on %s: %s".formatted(image.name(), model.name(), e.reason()), e);
        }
    }

    private QemuCommand command(Firmware firmware, Path raw, PrivateFolder own) {
        return new QemuCommand(
                qemu.program(),
                model,
                GuestClock.VIRTUAL,
                Accelerator.TCG,
                image.epoch(),
                1,
                firmware,
                QemuCommand.rawFile(raw),
                own.resolve("control.sock"),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
