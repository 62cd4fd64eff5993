package io.brownout.features;

import io.brownout.board.HarnessException;
import io.brownout.card.CardHistory;
import io.brownout.explorer.CutPoints;
import io.brownout.filesystem.SectorView;
import io.brownout.qemu.Image;
import io.brownout.qemu.ImageName;
import java.time.Duration;
import java.util.Set;

/** One host OS update of a device, recorded from the power-on that installs it until the device has kept the new release and nothing is pending. Its card lives as long as the run. */
public final class UpdateRecording {
    private static final Duration UPDATE = Duration.ofMinutes(20);

    private final Workbench workbench;
    private final Image image;
    private final String from;
    private final String to;
    private final UserFiles userFiles;
    private final CutPoints points;

    private UpdateRecording(
            Workbench workbench, Image image, String from, String to, UserFiles userFiles, CutPoints points) {
        this.workbench = workbench;
        this.image = image;
        this.from = from;
        this.to = to;
        this.userFiles = userFiles;
        this.points = points;
    }

    /**
     * Makes a device, gives it the update as already downloaded, and records what its card sees.
     *
     * @param board the board model, on whose virtual clock it is run
     * @throws HarnessException if the device does not keep the new release
     */
    public static UpdateRecording make(RunContext context, String board, ImageName from, ImageName to) {
        Workbench workbench = new Workbench(context, new ScenarioTags("", Set.of("@virtual", "@board:" + board)));
        Image image = workbench.image(from);
        Release release = new Release(to.version(), workbench.image(to));
        UserFiles userFiles = new UserFiles(context.seed());
        Device device = workbench.usedDevice("recording", image);
        userFiles.putOn(device.card());
        release.stageOn(device.card());
        long first = device.card().journal().writes();
        device.switchOn();
        follow(device, to.version());
        device.pullPlug();
        CardHistory history = device.card().history();
        CutPoints points = new CutPoints(history, first, history.writes());
        return new UpdateRecording(workbench, image, from.version(), to.version(), userFiles, points);
    }

    private static void follow(Device device, String version) {
        device.awaitSaying(UPDATE, "update-result", "result=done");
        device.awaitSaying(UPDATE, "committed", "version=" + version);
        device.await(UPDATE, "idle");
    }

    /** Returns every point at which the power could have gone. */
    public CutPoints points() {
        return points;
    }

    /** Returns what starts the device again after a cut, and says what became of it. */
    public DeviceTrial trial() {
        return new DeviceTrial(workbench, image, from, to);
    }

    /** Reads what the device's user had on it, as it will be once the journal of its file system has been replayed; returns what is missing or different, empty if nothing is. Safe for any thread. */
    public String lostUserFiles(SectorView card) {
        return userFiles.lostOn(card);
    }
}
