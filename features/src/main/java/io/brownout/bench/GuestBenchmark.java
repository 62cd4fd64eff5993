package io.brownout.bench;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.card.Card;
import io.brownout.filesystem.PartitionRole;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.ComparedBoots;
import io.brownout.qemu.Image;
import io.brownout.qemu.PrivateFolder;
import io.brownout.qemu.QemuInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures what the glass card costs a guest that moves data: QEMU is the client, and the same QEMU command on a raw file is what it is measured against, in turns.
 *
 * @param model the board
 * @param probe the image whose kernel and initramfs do it
 * @param runs of each kind, 1 or more
 */
public record GuestBenchmark(BoardModel model, Image probe, int runs) {
    private static final String CARD = "glass card";
    private static final String RAW_FILE = "raw file";
    /** At most 1.10 times the raw file's time. */
    static final double GOAL = 1 / 1.10;

    /** Checks the number of runs. */
    public GuestBenchmark {
        if (runs < 1) {
            throw new IllegalArgumentException(runs + " runs, expected 1 or more");
        }
    }

    /**
     * Measures. Blocks for the time of all boots.
     *
     * @param folder takes console logs
     * @param progress takes one line for each run
     */
    public List<Comparison> run(QemuInstallation qemu, Path folder, Consumer<String> progress) {
        Transfer transfer = Transfer.suiting(model);
        try (PrivateFolder own = PrivateFolder.create(PrivateFolder.usualParent())) {
            ComparedBoots boots = new ComparedBoots(model, prepared(transfer, own), qemu);
            Map<Transfer.Leg, Rounds> legs = new java.util.EnumMap<>(Transfer.Leg.class);
            for (int run = 0; run < runs; run++) {
                for (String kind : run % 2 == 0 ? List.of(RAW_FILE, CARD) : List.of(CARD, RAW_FILE)) {
                    Map<Transfer.Leg, Duration> times = kind.equals(CARD)
                            ? boots.onCard(folder, (console, _) -> transfer.watch(console))
                            : boots.onRawFile(folder, (console, _) -> transfer.watch(console));
                    times.forEach((leg, time) -> legs.computeIfAbsent(leg, _ -> new Rounds())
                            .add(kind, transfer.megabytes() / seconds(time)));
                }
                progress.accept(
                        "dd of %d MiB on %s: %d of %d".formatted(transfer.megabytes(), model.name(), run + 1, runs));
            }
            List<Comparison> comparisons = new ArrayList<>();
            legs.forEach(
                    (leg, rounds) -> comparisons.add(rounds.compare(leg.on(model), CARD, RAW_FILE, "MiB/s", GOAL)));
            return comparisons;
        }
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private Image prepared(Transfer transfer, PrivateFolder own) {
        Path environment = own.resolve("extra_uEnv.txt");
        Path raw = own.resolve("card.img");
        try (Card card = Card.of(probe.path()).roles(probe.roles()).build()) {
            Files.writeString(environment, transfer.bootEnvironment(model));
            long boot = card.partition(PartitionRole.BOOT).firstSector() * 512L;
            card.exportTo(raw);
            List<String> copy = List.of("mcopy", "-o", "-i", raw + "@@" + boot, environment.toString(), "::");
            try (OwnProcess process = OwnProcess.start(copy, own, "said")) {
                process.await(Deadline.in(Duration.ofSeconds(30)));
            }
        } catch (IOException e) {
            throw new HarnessException(
                    "cannot write %s: %s; is the disk full?".formatted(environment, e.getMessage()), e);
        }
        return new Image(
                probe.name() + " with dd",
                probe.digest(),
                raw,
                probe.epoch(),
                probe.boards(),
                probe.partitions(),
                Map.of(),
                probe.updateBundle());
    }
}
