package io.brownout.cli;

import io.brownout.board.Deadline;
import io.brownout.board.EventSource;
import io.brownout.board.GuestClock;
import io.brownout.board.HarnessException;
import io.brownout.board.RunEvent;
import io.brownout.board.UsageException;
import io.brownout.board.Verdict;
import io.brownout.board.WearReport;
import io.brownout.card.Card;
import io.brownout.card.CardHistory;
import io.brownout.card.CardJournal;
import io.brownout.card.StateId;
import io.brownout.features.FeatureRun;
import io.brownout.features.IdleHours;
import io.brownout.features.ReportNotes;
import io.brownout.features.RunContext;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.Image;
import io.brownout.qemu.ImageFile;
import io.brownout.qemu.ImageName;
import io.brownout.qemu.QemuBoard;
import io.brownout.wear.CardModel;
import io.brownout.wear.HourMarks;
import io.brownout.wear.WearWeighing;
import io.brownout.wear.WriteOwners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** Where what is to be weighed comes from. */
sealed interface WearSource {
    /** Makes it, or finds it. Blocks as long as that takes. */
    Recorded record();

    /**
     * A recording whose card is still there.
     *
     * @param history of its card, to say whose sectors they were
     * @param epoch what the device's clock showed at power-on, if anybody knows
     * @param holder what must be closed when it has been weighed
     */
    record Recorded(
            String subject, WearWeighing weighing, CardHistory history, Optional<Instant> epoch, Runnable holder)
            implements AutoCloseable {
        WearReport weighedOn(CardModel card, long seed) {
            WriteOwners owners = WriteOwners.of(weighing.journal(), history.view(StateId.afterRecords(0)));
            return weighing.on(card, subject, owners.stretches(), seed);
        }

        @Override
        public void close() {
            holder.run();
        }
    }

    /** A device that is left alone. */
    record OfIdleDevice(RunSession session, String image, String board, long seed, int hours) implements WearSource {
        @Override
        public Recorded record() {
            BoardModel model = BoardModel.named(board);
            Image built = built();
            session.sink().publish(new RunEvent.ImageUsed(session.clock().instant(), built.name(), built.digest()));
            String name = model.name() + "-" + built.digest().substring("sha256:".length(), "sha256:".length() + 8);
            EventSource events = new EventSource("", name, session.clock(), session.sink());
            Card card = session.lifetimes()
                    .own(Card.of(built.path())
                            .name(name)
                            .seed(seed)
                            .journal(session.folder().resolve("journals").resolve(name))
                            .events(events)
                            .build());
            QemuBoard booted = session.lifetimes()
                    .own(QemuBoard.of(model)
                            .card(card)
                            .clock(GuestClock.VIRTUAL)
                            .seed(seed)
                            .epoch(built.epoch())
                            .runFolder(session.folder())
                            .events(heard(events, card))
                            .build());
            booted.start();
            WearWeighing weighing = new IdleHours(booted, card, Deadline::in).record(hours, hoursTold(built.name()));
            session.lifetimes().release(booted);
            tellBoot(card, weighing, events);
            return new Recorded(
                    "%s on %s, idle".formatted(built.name(), model.name()),
                    weighing,
                    card.history(),
                    Optional.of(built.epoch()),
                    () -> session.lifetimes().release(card));
        }

        /** What the device reports is noted in the journal too, so that it tells of its hours later. */
        private static EventSource heard(EventSource events, Card card) {
            return new EventSource(
                    events.scenario(),
                    events.board(),
                    events.clock(),
                    events.sink().and(new ReportNotes(card)));
        }

        private static void tellBoot(Card card, WearWeighing weighing, EventSource events) {
            WearWeighing boot = new WearWeighing(
                    card.journal(), List.of(0L, weighing.marks().getFirst()), Duration.ofHours(1));
            Map<String, Long> bytes = boot.bytesByPartition(
                    WriteOwners.of(card.journal(), card.viewAtBegin()).stretches());
            events.publish(new RunEvent.Measured(
                    events.now(),
                    events.scenario(),
                    events.board(),
                    "written by the first boot and in the hour it settled in",
                    bytes.values().stream().mapToLong(Long::longValue).sum(),
                    "bytes",
                    "",
                    bytes));
        }

        private Image built() {
            Path file = Path.of(image);
            return Files.isRegularFile(file)
                    ? ImageFile.open(file)
                    : Contexts.images(session.progress()).image(ImageName.parse(image));
        }

        /** Tells now and then how far it is; the boot and the first hour say nothing about how fast the others are. */
        private IntConsumer hoursTold(String name) {
            AtomicReference<Instant> begin =
                    new AtomicReference<>(session.clock().instant());
            int step = Math.max(1, hours / 12);
            return hour -> {
                Instant now = session.clock().instant();
                if (hour == 0) {
                    begin.set(now);
                    session.progress().say("  %s: settled; %d hours to come".formatted(name, hours));
                } else if (hour % step == 0 || hour == hours) {
                    Duration elapsed = Duration.between(begin.get(), now);
                    Duration left = elapsed.dividedBy(hour).multipliedBy(hours - hour);
                    session.progress()
                            .say("  %s: hour %d of %d, %s, about %s left"
                                    .formatted(name, hour, hours, Progress.spoken(elapsed), Progress.spoken(left)));
                }
            };
        }
    }

    /** A scenario that a device goes through once in so many hours. */
    record OfWorkload(RunSession session, RunContext context, String scenario, int hours) implements WearSource {
        private static final String DEVICE = "device";

        @Override
        public Recorded record() {
            Features.check(scenario);
            FeatureRun run = new FeatureRun(
                    List.of(scenario),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    1,
                    session.folder().resolve("cucumber.ndjson"));
            if (run.count() != 1) {
                throw new UsageException(
                        "expected one scenario at %s, there are %d; name it as FILE:LINE, the line being that of the scenario or of its example"
                                .formatted(scenario, run.count()));
            }
            run.run(context.keepingJournals());
            if (session.tally().verdict() != Verdict.PASSED) {
                throw new UsageException(
                        "the workload %s did not pass, so what it wrote is no workload's; the report in %s says where it went red"
                                .formatted(scenario, session.folder()));
            }
            CardHistory history = CardHistory.open(journal());
            return new Recorded(
                    "%s each %d hours".formatted(scenario, hours),
                    new WearWeighing(
                            history.journal(), List.of(0L, history.journal().size()), Duration.ofHours(hours)),
                    history,
                    Optional.empty(),
                    () -> {});
        }

        private Path journal() {
            Path journals = session.folder().resolve("journals");
            if (!Files.isDirectory(journals)) {
                throw new UsageException(
                        "no device takes part in the workload %s, so nothing was written".formatted(scenario));
            }
            try (Stream<Path> scenarios = Files.list(journals)) {
                List<Path> found = scenarios
                        .map(folder -> folder.resolve(DEVICE))
                        .filter(Files::isDirectory)
                        .toList();
                if (found.size() != 1) {
                    throw new UsageException(
                            "expected one scenario with one device in %s, found %d; name it as FILE:LINE"
                                    .formatted(scenario, found.size()));
                }
                return found.getFirst();
            } catch (IOException e) {
                throw new HarnessException("cannot list the journals in %s: %s".formatted(journals, e), e);
            }
        }
    }

    /**
     * A journal on disk.
     *
     * @param hours how many hours all of it counts as; empty: the journal tells, by what its device reported
     */
    record OfJournal(Path folder, Optional<Integer> hours) implements WearSource {
        @Override
        public Recorded record() {
            CardHistory history = CardHistory.open(folder);
            return new Recorded(
                    history.journal().cardName() + " as recorded",
                    weighing(history.journal()),
                    history,
                    Optional.empty(),
                    () -> {});
        }

        private WearWeighing weighing(CardJournal journal) {
            return hours.map(so -> new WearWeighing(journal, List.of(0L, journal.size()), Duration.ofHours(so)))
                    .or(() -> HourMarks.weighing(journal))
                    .orElseThrow(() -> new UsageException(
                            "the journal %s has no notes of two hours or more that its device reported after it was idle; say with --hours how many hours all of it counts as"
                                    .formatted(folder)));
        }
    }
}
