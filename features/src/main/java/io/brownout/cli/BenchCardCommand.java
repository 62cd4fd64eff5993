package io.brownout.cli;

import static java.util.stream.Collectors.joining;

import io.brownout.bench.CardBenchmark;
import io.brownout.bench.Cell;
import io.brownout.bench.Comparison;
import io.brownout.bench.GuestBenchmark;
import io.brownout.board.UsageException;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.Image;
import io.brownout.qemu.ImageName;
import io.brownout.qemu.QemuInstallation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the glass card as a server. */
@Command(
        name = "card",
        description = {
            "Measures the glass card as an NBD server, its journal on, against nbdkit (with all its threads, with one, with its log filter) and qemu-nbd: fio is the client, all servers in turns.",
            "Then with QEMU as the client: dd in a guest on virt and raspi3b, against the same QEMU command on a raw file."
        })
final class BenchCardCommand implements Callable<Integer> {
    /** Who the client is. */
    enum Client {
        FIO,
        QEMU,
        BOTH
    }

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each server does each cell (default: ${DEFAULT-VALUE}).")
    private int rounds = 13;

    @Option(
            names = "--turn",
            paramLabel = "MILLISECONDS",
            description = "How long one server does one cell in a round (default: ${DEFAULT-VALUE}).")
    private long turn = 300;

    @Option(names = "--quick", description = "Only what a Pi does, 512 bytes at depth 1, and no guest.")
    private boolean quick;

    @Option(
            names = "--cells",
            paramLabel = "TEXT",
            description = "Of fio's cells only those with this in their names, for example 'write 64KiB'.")
    private String wanted = "";

    @Option(names = "--client", paramLabel = "CLIENT", description = "fio, qemu or both (default: ${DEFAULT-VALUE}).")
    private Client client = Client.BOTH;

    @Option(
            names = "--guest-runs",
            paramLabel = "N",
            description = "How many guests of each kind on each board (default: ${DEFAULT-VALUE}).")
    private int guestRuns = 7;

    @Option(
            names = "--disk",
            paramLabel = "DIR",
            description = "Where the second journal lies; the first is on a tmpfs (default: the run folder).")
    private @Nullable Path disk;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Numbers.atLeastOne("--rounds", rounds);
        Numbers.atLeastOne("--turn", turn);
        Numbers.atLeastOne("--guest-runs", guestRuns);
        if (cells().isEmpty()) {
            throw new UsageException("no cell has '%s' in its name; there are: %s"
                    .formatted(
                            wanted, Cell.standard().stream().map(Cell::toString).collect(joining("; "))));
        }
        return Recorded.run(common, spec, session -> {
            BenchReport report = BenchReport.begin(session, options);
            List<Comparison> comparisons = new ArrayList<>();
            if (client != Client.QEMU) {
                comparisons.addAll(servers(session));
            }
            if (client != Client.FIO && !quick) {
                comparisons.addAll(guests(session));
            }
            return report.finish(
                    comparisons,
                    "fio (engine nbd, which is libnbd) over a UNIX socket, a device of 64 MiB filled before, %d rounds of %d ms, order turned round each round; guests: %d of each kind, in turns"
                            .formatted(rounds, turn, guestRuns));
        });
    }

    private List<Comparison> servers(RunSession session) {
        Path second = disk == null ? session.folder() : disk;
        return new CardBenchmark(Program.command(), second, cells(), rounds, Duration.ofMillis(turn))
                .run(session.progress()::say);
    }

    private List<Cell> cells() {
        List<Cell> all = quick ? Cell.quick() : Cell.standard();
        return all.stream().filter(cell -> cell.toString().contains(wanted)).toList();
    }

    private List<Comparison> guests(RunSession session) {
        Image probe = Contexts.images(session.progress()).image(ImageName.parse("probe:1"));
        List<Comparison> comparisons = new ArrayList<>();
        for (BoardModel model : List.of(BoardModel.RASPI3B, BoardModel.VIRT)) {
            comparisons.addAll(new GuestBenchmark(model, probe, guestRuns)
                    .run(QemuInstallation.find(), session.folder(), session.progress()::say));
        }
        return comparisons;
    }
}
