package io.brownout.bench;

import io.brownout.board.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Measures the glass card against other NBD servers: one client, one request pattern after the other, all servers in turns.
 *
 * <p>For each cell every server is started anew, filled, and warmed up with the cell itself; then each does the cell for a moment, once in every round, the order turned round from round to round. Nothing is pinned.
 * What ours has written to a disk is on it before another server's turn comes: nobody is measured while the kernel writes back what another has left.
 *
 * @param program starts Brownout, without a subcommand
 * @param disk a folder on the disk that the second of our journals lies on
 * @param cells what is done
 * @param rounds of each cell
 * @param turn how long one server does one cell in a round
 */
public record CardBenchmark(List<String> program, Path disk, List<Cell> cells, int rounds, Duration turn) {
    /** Small enough that every server has it in memory, large enough to be no matter of the processor's caches. */
    static final ByteSize DEVICE = ByteSize.parse("64MiB");

    /** A fast server writes gigabytes in a second, all of which a journal keeps. */
    private static final ByteSize MOST_OF_A_TURN = ByteSize.parse("256MiB");

    private static final Duration WARM_UP = Duration.ofSeconds(1);

    /** Checks the numbers. */
    public CardBenchmark {
        program = List.copyOf(program);
        cells = List.copyOf(cells);
        if (rounds < 1 || cells.isEmpty()) {
            throw new IllegalArgumentException(
                    "%d rounds of %d cells, expected 1 or more of each".formatted(rounds, cells.size()));
        }
        if (!turn.isPositive()) {
            throw new IllegalArgumentException("turns of " + turn + ", expected more than nothing");
        }
    }

    /**
     * Measures. Blocks for about {@code cells * rounds * 6} turns and some overhead: fio needs a third of a second to start.
     *
     * @param progress takes a line for each cell, and one for each server that is left out
     * @throws io.brownout.board.UsageException if fio is missing
     */
    public List<Comparison> run(Consumer<String> progress) {
        List<Peer> peers = peers(progress);
        List<Comparison> comparisons = new ArrayList<>();
        try (Fio fio = Fio.find()) {
            for (Cell cell : cells) {
                List<Comparison> ofCell = measure(cell, peers, fio);
                ofCell.forEach(comparison -> progress.accept(Table.line(comparison)));
                comparisons.addAll(ofCell);
            }
        }
        return comparisons;
    }

    /** Returns ours first. */
    private List<Peer> peers(Consumer<String> progress) {
        Path memory = Medium.memory();
        List<Peer> all = List.of(
                new Peer.GlassCard(program, memory),
                new Peer.GlassCard(program, disk),
                new Peer.Nbdkit(Optional.empty(), false, memory),
                new Peer.Nbdkit(Optional.of(1), false, memory),
                new Peer.Nbdkit(Optional.empty(), true, memory),
                new Peer.QemuNbd(memory));
        Set<String> names = new HashSet<>();
        return all.stream()
                .filter(peer -> isHere(peer, progress))
                // Where the disk is a tmpfs too, one of ours is enough.
                .filter(peer -> names.add(peer.name()))
                .toList();
    }

    private static boolean isHere(Peer peer, Consumer<String> progress) {
        Optional<String> lack = peer.lacks();
        lack.ifPresent(line -> progress.accept(line + "; going on without it"));
        return lack.isEmpty();
    }

    private List<Comparison> measure(Cell cell, List<Peer> peers, Fio fio) {
        Rounds values = new Rounds();
        try (RunningPeers running = new RunningPeers()) {
            for (Peer peer : peers) {
                RunningPeer started = running.start(peer, DEVICE);
                fio.fill(started.socket(), DEVICE);
                fio.measure(started.socket(), cell, DEVICE, WARM_UP, MOST_OF_A_TURN);
            }
            for (int round = 0; round < rounds; round++) {
                List<RunningPeer> order =
                        round % 2 == 0 ? running.all() : running.all().reversed();
                for (RunningPeer peer : order) {
                    Medium.settle(peer.data());
                    values.add(peer.peer().name(), fio.measure(peer.socket(), cell, DEVICE, turn, MOST_OF_A_TURN));
                    Medium.settle(peer.data());
                }
            }
        }
        return compare(cell, peers, values);
    }

    private static List<Comparison> compare(Cell cell, List<Peer> peers, Rounds values) {
        List<Comparison> comparisons = new ArrayList<>();
        for (Peer ours : peers) {
            if (ours instanceof Peer.GlassCard) {
                for (Peer peer : peers) {
                    goal(cell, peer)
                            .ifPresent(goal -> comparisons.add(
                                    values.compare(cell.toString(), ours.name(), peer.name(), "requests/s", goal)));
                }
            }
        }
        return comparisons;
    }

    /** Returns the least ratio aimed at; empty for ours, which is not compared with itself. */
    private static Optional<Double> goal(Cell cell, Peer peer) {
        return switch (peer) {
            case Peer.GlassCard _ -> Optional.empty();
            case Peer.Nbdkit nbdkit -> Optional.of(nbdkit.logged() || cell.isSectorBySector() ? 1.0 : 0.8);
            case Peer.QemuNbd _ -> Optional.of(cell.isSectorBySector() ? 1.0 : 0.8);
        };
    }
}
