package io.brownout.qemu;

import io.brownout.board.Console;
import io.brownout.board.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Measures what the glass card costs: the wall time from power-on to the {@code running} line, of a board with a glass card and of the same QEMU command on a raw file, in turns, so that a load
 * which comes and goes meets both.
 *
 * @param model the board
 * @param image what it boots
 * @param runs of each kind, 1 or more
 */
public record BootBenchmark(BoardModel model, Image image, int runs) {
    private static final Pattern RUNNING = Pattern.compile("device-report: running");
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /**
     * What was measured.
     *
     * @param onCard wall times with the card, in the order of the runs
     * @param onRawFile wall times on the raw file, in the order of the runs
     */
    public record Result(List<Duration> onCard, List<Duration> onRawFile) {
        /** Copies the lists. */
        public Result {
            onCard = List.copyOf(onCard);
            onRawFile = List.copyOf(onRawFile);
        }

        /** Returns the median time with the card as a multiple of the median time on the raw file. */
        public double ratio() {
            return (double) median(onCard).toMillis() / median(onRawFile).toMillis();
        }

        /** Returns the median over the runs of the time with the card as a multiple of that on the raw file: what to believe on a machine whose load comes and goes. */
        public double pairedRatio() {
            List<Double> ratios = IntStream.range(0, onCard.size())
                    .mapToObj(run -> (double) onCard.get(run).toMillis()
                            / onRawFile.get(run).toMillis())
                    .sorted()
                    .toList();
            return ratios.get(ratios.size() / 2);
        }

        /** Returns the middle one of some times; of an even number, the later of the two in the middle. */
        public static Duration median(List<Duration> times) {
            return times.stream().sorted().toList().get(times.size() / 2);
        }
    }

    /** Checks the number of runs. */
    public BootBenchmark {
        if (runs < 1) {
            throw new IllegalArgumentException(runs + " runs, expected 1 or more");
        }
    }

    /**
     * Measures. Blocks for the time of all boots.
     *
     * @param folder takes console logs, which stay, and the raw files, which do not
     * @param progress takes one line for each run
     */
    public Result run(QemuInstallation qemu, Path folder, Consumer<String> progress) {
        List<Duration> onCard = new ArrayList<>();
        List<Duration> onRawFile = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            // Each is first in every other run: whoever comes second finds the image in the page cache.
            if (run % 2 == 1) {
                onRawFile.add(rawFile(qemu, folder));
                onCard.add(card(qemu, folder));
            } else {
                onCard.add(card(qemu, folder));
                onRawFile.add(rawFile(qemu, folder));
            }
            progress.accept("run %d: glass card %.2f s, raw file %.2f s"
                    .formatted(run, seconds(onCard.getLast()), seconds(onRawFile.getLast())));
        }
        return new Result(onCard, onRawFile);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private Duration card(QemuInstallation qemu, Path folder) {
        return new ComparedBoots(model, image, qemu).onCard(folder, BootBenchmark::timeToRunning);
    }

    private Duration rawFile(QemuInstallation qemu, Path folder) {
        return new ComparedBoots(model, image, qemu).onRawFile(folder, BootBenchmark::timeToRunning);
    }

    private static Duration timeToRunning(Console console, long begin) {
        console.expect(RUNNING, Deadline.in(LONGEST));
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
