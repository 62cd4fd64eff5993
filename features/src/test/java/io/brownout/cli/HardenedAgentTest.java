package io.brownout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.Deadline;
import io.brownout.card.CardHistory;
import io.brownout.card.CardJournal;
import io.brownout.card.CommandIndex;
import io.brownout.explorer.CardLosses;
import io.brownout.explorer.CutPoints;
import io.brownout.explorer.Exploration;
import io.brownout.explorer.ExplorationListener;
import io.brownout.explorer.ExplorationResult;
import io.brownout.explorer.HostExaminer;
import io.brownout.explorer.LossyStates;
import io.brownout.explorer.Reading;
import io.brownout.explorer.WindowLosses;
import io.brownout.filesystem.FatVolume;
import io.brownout.filesystem.FileListing;
import io.brownout.filesystem.FileSystemDamagedException;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionRole;
import io.brownout.filesystem.PartitionRoles;
import io.brownout.filesystem.SectorView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a card that may lose any of its last eight commands does to the boot files of an update, read in every state there is. No device is started after a cut. */
@Tag("nightly")
class HardenedAgentTest {
    private static final int WINDOW = 8;
    private static final int JOBS = 2;

    @TempDir
    private Path folder;

    @Test
    void a_boot_file_is_whole_whatever_the_card_loses_of_an_update_by_exchanges()
            throws IOException, InterruptedException {
        assertThat(spoilt(recorded("resinos-hardened"))).isEmpty();
    }

    @Test
    void a_boot_file_is_cut_short_by_what_the_card_loses_of_an_update_by_renames()
            throws IOException, InterruptedException {
        assertThat(spoilt(recorded("resinos"))).containsKeys("/boot.scr", "/u-boot-rpi3.bin");
    }

    /** Records an update that brings another boot loader, boot script and device tree. */
    private CardHistory recorded(String recipe) throws IOException, InterruptedException {
        Process brownout = BrownoutProcess.start(
                "cut",
                "record",
                "--from",
                recipe + ":2.0.0+rev1",
                "--to",
                recipe + ":2.0.0+rev2!other-boot-files",
                "--out",
                folder.toString());
        try {
            assertThat(brownout.waitFor(1, TimeUnit.HOURS)).isTrue();
            assertThat(brownout.exitValue()).isZero();
        } finally {
            brownout.destroy();
        }
        return CardHistory.open(folder.resolve("latest/journals/recording"));
    }

    /** Returns the files of the boot partition that some state leaves as no cut of an ideal card leaves them, and in how many states. */
    private static Map<String, Long> spoilt(CardHistory history) throws InterruptedException {
        Partition boot = PartitionRoles.USUAL.find(PartitionRole.BOOT, history.after(0));
        List<String> files = FileListing.of(history.after(0), boot).files().entrySet().stream()
                .filter(it -> !it.getValue().equals("directory"))
                .map(Map.Entry::getKey)
                .toList();
        Function<SectorView, Map<String, String>> contents = view -> contents(view, boot, files);
        CutPoints points = new CutPoints(history, 0, history.writes());
        Map<String, Set<String>> whole = new TreeMap<>();
        read(points, contents)
                .classes()
                .forEach(found -> found.result()
                        .forEach((file, content) -> whole.computeIfAbsent(file, it -> new TreeSet<>())
                                .add(content)));
        assertThat(whole.get("/boot.scr")).as("the update replaces it").hasSize(2);
        Function<SectorView, String> spoilt = contents.andThen(now -> now.entrySet().stream()
                .filter(it -> !whole.getOrDefault(it.getKey(), Set.of()).contains(it.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(" ")));
        Reading<String> reading = new Reading<>(read(points, spoilt), spoilt, String::length);
        LossyStates states = LossyStates.of(points, losses(history, boot), reading, List.of(reading), JOBS, deadline());
        return IntStream.range(0, states.count())
                .mapToObj(states::loss)
                .filter(it -> !it.isEmpty())
                .flatMap(it -> Arrays.stream(it.split(" ")))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private static <R> ExplorationResult<R> read(CutPoints points, Function<SectorView, R> function)
            throws InterruptedException {
        return new Exploration<>(
                        points, new HostExaminer<>(points.history(), function), new ExplorationListener<R>() {})
                .run(JOBS, 1, deadline());
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofHours(1));
    }

    private static CardLosses losses(CardHistory history, Partition boot) {
        CardJournal journal = history.journal();
        return new WindowLosses(
                CommandIndex.of(history),
                WINDOW,
                write -> boot.contains(
                        journal.sector(journal.numberOfWrite(write).orElseThrow())),
                boot.label());
    }

    private static Map<String, String> contents(SectorView view, Partition boot, List<String> files) {
        Map<String, String> contents = new TreeMap<>();
        for (String file : files) {
            contents.put(file, content(view, boot, file));
        }
        return contents;
    }

    private static String content(SectorView view, Partition boot, String file) {
        try {
            return FatVolume.open(view, boot)
                    .read(file)
                    .map(it -> "%d bytes, %08x".formatted(it.length, Arrays.hashCode(it)))
                    .orElse("none");
        } catch (FileSystemDamagedException e) {
            return "damaged";
        }
    }
}
