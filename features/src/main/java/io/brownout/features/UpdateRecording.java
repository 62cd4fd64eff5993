package io.brownout.features;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.card.CardHistory;
import io.brownout.card.StateId;
import io.brownout.explorer.CutPoints;
import io.brownout.explorer.DeviceExaminer;
import io.brownout.explorer.Examiner;
import io.brownout.explorer.Life;
import io.brownout.explorer.Likeness;
import io.brownout.explorer.Subject;
import io.brownout.explorer.VaryingExaminer;
import io.brownout.filesystem.Partition;
import io.brownout.filesystem.PartitionRole;
import io.brownout.filesystem.PartitionRoles;
import io.brownout.filesystem.SectorView;
import io.brownout.qemu.Image;
import io.brownout.qemu.ImageName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One host OS update of a device, recorded from the power-on that installs it until the device has kept the new release and nothing is pending. It stays in its run folder: {@code recording.json} says what it is, and where the
 * journal of its card lies.
 */
public final class UpdateRecording {
    private static final Duration UPDATE = Duration.ofMinutes(20);
    private static final Duration BOOT = Duration.ofMinutes(8);
    private static final int UPDATES_OF_PATIENCE = 2;
    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(2);

    private final Workbench workbench;
    private final Image image;
    private final Subject subject;
    private final CutPoints points;
    private final UpdateQuestion question;
    private final Duration update;
    private @Nullable WriteNames names;

    private UpdateRecording(
            Workbench workbench,
            Image image,
            Subject subject,
            CutPoints points,
            UpdateQuestion question,
            Duration update) {
        this.workbench = workbench;
        this.image = image;
        this.subject = subject;
        this.points = points;
        this.question = question;
        this.update = update;
    }

    /**
     * Makes a device, gives it the update as already downloaded, and records what its card sees.
     *
     * @param board the board model, on whose virtual clock it is run
     * @throws HarnessException if the device does not keep the new release
     */
    public static UpdateRecording make(RunContext context, String board, ImageName from, ImageName to) {
        return make(context, board, from, to, UpdateQuestion.SETTLES, CutPhase.ALL);
    }

    /**
     * Makes a recording as above, or of an update that is given up.
     *
     * @param question what will be asked about its cut points
     * @param phase which of them
     */
    public static UpdateRecording make(
            RunContext context, String board, ImageName from, ImageName to, UpdateQuestion question, CutPhase phase) {
        Workbench workbench = workbench(context, board);
        Image image = workbench.image(from);
        Release release = new Release(to.version(), workbench.image(to));
        Device device = workbench.usedDevice("recording", image);
        new UserFiles(context.seed()).putOn(device.card());
        release.stageOn(device.card());
        long first = device.card().journal().writes();
        Duration update = install(context, device, to.version(), question);
        CardHistory history = device.card().history();
        CutPoints points = phase.of(new CutPoints(history, first, history.writes()));
        Subject subject = new Subject(
                board,
                workbench.isDeterministic(),
                context.seed(),
                new TreeMap<>(Map.of(
                        from.toString(),
                        image.digest(),
                        to.toString(),
                        release.image().digest())),
                from.toString(),
                to.toString(),
                question.word(),
                points.first(),
                points.last(),
                history.journal().fingerprint());
        UpdateRecording recorded = new UpdateRecording(workbench, image, subject, points, question, update);
        recorded.keepIn(context.folder());
        return recorded;
    }

    /** Runs the device until the update has ended as it should, and returns how long that took. A device whose update fails must not go on running while others are explored. */
    private static Duration install(RunContext context, Device device, String version, UpdateQuestion question) {
        long begun = System.nanoTime();
        boolean installed = false;
        try {
            device.switchOn();
            follow(device, version, question);
            device.pullPlug();
            installed = true;
            return Duration.ofNanos(System.nanoTime() - begun);
        } finally {
            if (!installed) {
                context.lifetimes().release(device);
            }
        }
    }

    /** A device that says nothing of interest for some times as long as all of an update took on this machine will not say any more; but the machine may be busier when it is asked. */
    private static Duration patience(Duration update) {
        Duration patience = update.multipliedBy(UPDATES_OF_PATIENCE);
        if (patience.compareTo(LEAST_PATIENCE) < 0) {
            return LEAST_PATIENCE;
        }
        return patience.compareTo(BOOT) > 0 ? BOOT : patience;
    }

    private static Workbench workbench(RunContext context, String board) {
        return new Workbench(context, new ScenarioTags("", Set.of("@virtual", "@board:" + board)));
    }

    private static void follow(Device device, String version, UpdateQuestion question) {
        device.awaitSaying(UPDATE, "update-result", "result=done");
        if (question == UpdateQuestion.GIVES_UP) {
            device.await(UPDATE, "rolled-back");
        } else {
            device.awaitSaying(UPDATE, "committed", "version=" + version);
        }
        device.await(UPDATE, "idle");
    }

    /**
     * Opens a recording that an earlier run has made, here or on another machine. Blocks while its image is built, if this machine has not got it.
     *
     * @param folder the run folder of that run
     * @throws UsageException if there is none, or its journal or its images are not what they were
     */
    public static UpdateRecording open(RunContext context, Path folder) {
        Subject subject = RecordedCard.subject(folder);
        Workbench workbench = workbench(context.seeded(subject.seed()), subject.board());
        Image image = workbench.image(ImageName.parse(subject.from()));
        String digest = subject.images().get(subject.from());
        if (!image.digest().equals(digest)) {
            throw new UsageException(
                    "the image %s is %s here, the recording in %s was made with %s; use the checkout that recorded, and if Debian's packages have changed since, bring %s from the machine that recorded; or record anew with --from and --to"
                            .formatted(
                                    subject.from(),
                                    image.digest(),
                                    folder,
                                    digest,
                                    image.path().getParent()));
        }
        RecordedCard recorded = RecordedCard.open(folder, image.path());
        return new UpdateRecording(
                workbench,
                image,
                subject,
                new CutPoints(recorded.history(), subject.firstWrite(), subject.lastWrite()),
                UpdateQuestion.named(subject.asks()),
                recorded.update());
    }

    /** Keeps the recording in the folder of a run, which from then on can be gone on with wherever it is moved or copied to. */
    public void keepIn(Path runFolder) {
        new RecordedCard(subject, points.history(), update).keepIn(runFolder);
    }

    /** Returns what was recorded. */
    public Subject subject() {
        return subject;
    }

    /** Returns every point at which the power could have gone. */
    public CutPoints points() {
        return points;
    }

    /** Returns what starts the device again after a cut, at its power-on, and says what became of it. */
    public DeviceTrial trial() {
        return trial(Optional.empty());
    }

    /**
     * Returns what does the same, but starts a device at its kernel where another one had the same files for its boot loader, on boards that can be suspended.
     *
     * @param loaders which points have
     * @param folder for checkpoints, some hundred megabytes each; they are deleted when the trial is closed
     */
    public DeviceTrial trial(Likeness loaders, Path folder) {
        return trial(
                workbench.canResume()
                        ? Optional.of(new KernelStarts(workbench, image, points, loaders, bootPartition(), folder))
                        : Optional.empty());
    }

    /**
     * Returns what examines states of the recording, or of a life after a cut, by a trial.
     *
     * @param history what the states are of
     */
    public Examiner<Life> examiner(CardHistory history, DeviceTrial trial) {
        return examiner(history, trial, Optional.empty());
    }

    /**
     * Returns what does the same.
     *
     * @param journals where the journal of each device's card is kept, under the name of its state; empty: nowhere
     */
    public Examiner<Life> examiner(CardHistory history, DeviceTrial trial, Optional<Path> journals) {
        DeviceExaminer examiner = new DeviceExaminer(history, bootPartition(), trial, journals);
        return subject.deterministic() ? examiner : new VaryingExaminer(examiner);
    }

    private DeviceTrial trial(Optional<KernelStarts> starts) {
        return new DeviceTrial(
                workbench,
                image,
                ImageName.parse(subject.from()).version(),
                ImageName.parse(subject.to()).version(),
                question,
                patience(update),
                starts);
    }

    /** Returns which partition of its card is for what. */
    public PartitionRoles roles() {
        return image.roles();
    }

    /** Returns the partition that holds the boot loader's files. */
    public Partition bootPartition() {
        return roles().find(PartitionRole.BOOT, points.history().after(points.first()));
    }

    /** Reads every cut point on the test machine; see {@link UpdateReadings#of}. */
    public UpdateReadings read(int jobs, Deadline deadline, Consumer<String> progress) throws InterruptedException {
        return read(points, jobs, deadline, progress);
    }

    /**
     * Reads every cut point of a life that a device had after a cut, in the same way.
     *
     * @param others the points of the journal of its card
     */
    public UpdateReadings read(CutPoints others, int jobs, Deadline deadline, Consumer<String> progress)
            throws InterruptedException {
        return UpdateReadings.of(
                others,
                points.history().view(StateId.afterRecords(0)),
                this::lossAt,
                roles(),
                question,
                jobs,
                deadline,
                progress);
    }

    /** Says what is missing of the user's files on a card; an empty text where all are there. */
    public String lossAt(SectorView card) {
        return new UserFiles(subject.seed()).lostOn(card, roles());
    }

    /** Returns what names its writes; the first call takes some seconds. */
    public synchronized WriteNames names() {
        WriteNames made = names == null ? WriteNames.of(points.history()) : names;
        names = made;
        return made;
    }
}
