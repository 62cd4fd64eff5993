package io.brownout.qemu;

import io.brownout.board.Deadline;
import io.brownout.board.HarnessException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;

/** Puts the machine of a checkpoint into a QEMU that has just been started for the same board; for one start. */
final class Restoration implements AutoCloseable {
    private final Checkpoint checkpoint;
    private final BoardModel.Resumption kind;
    private final PrivateFolder folder;
    private final Listener test;

    private Restoration(Checkpoint checkpoint, BoardModel.Resumption kind, PrivateFolder folder, Listener test) {
        this.checkpoint = checkpoint;
        this.kind = kind;
        this.folder = folder;
        this.test = test;
    }

    static Restoration of(Checkpoint checkpoint, BoardModel model, PrivateFolder folder) {
        return switch (model.resumption()) {
            case NOT_OFFERED -> throw new IllegalStateException(model.name() + " has no checkpoints");
            case WITH_SD_BUS_REPAIR ->
                new Restoration(checkpoint, model.resumption(), folder, Listener.at(folder.resolve("test.sock")));
        };
    }

    /** Returns what QEMU's command line needs besides what it had at power-on. */
    List<String> arguments() {
        List<String> line = new ArrayList<>(List.of("-incoming", "defer"));
        if (kind == BoardModel.Resumption.WITH_SD_BUS_REPAIR) {
            // The accelerator must be said: QEMU would otherwise take the test protocol for one.
            line.addAll(
                    List.of("-accel", "tcg", "-qtest", "unix:" + folder.resolve("test.sock"), "-qtest-log", "none"));
        }
        return line;
    }

    /** Lets what the console had said come before what it says now. */
    InputStream afterEarlier(InputStream console) {
        return new SequenceInputStream(new ByteArrayInputStream(checkpoint.console()), console);
    }

    /** Does it; the machine stands still. */
    void perform(QmpClient control, Deadline deadline) {
        MachineState.restore(control, folder, checkpoint.stateFile(), deadline);
        try (QtestClient machine = new QtestClient(test.accept(deadline))) {
            SdBusRepair.perform(machine);
        } catch (IOException e) {
            throw new HarnessException("QEMU's test protocol is not there: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        test.close();
    }
}
