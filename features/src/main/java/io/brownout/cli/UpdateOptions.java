package io.brownout.cli;

import io.brownout.board.UsageException;
import io.brownout.features.CutPhase;
import io.brownout.features.UpdateQuestion;
import io.brownout.qemu.ImageName;
import java.nio.file.Files;
import picocli.CommandLine.Option;

/** Which update is recorded, what is asked about it, and which of its cut points are looked at. */
final class UpdateOptions {
    /** The planted fault of our images whose health check fails. */
    private static final String UNHEALTHY = "unhealthy";

    @Option(
            names = "--from",
            required = true,
            paramLabel = "IMAGE",
            description = "What the device runs, for example resinos:2.0.0+rev1.")
    private String from = "";

    @Option(names = "--to", required = true, paramLabel = "IMAGE", description = "What it is updated to.")
    private String to = "";

    @Option(
            names = "--asks",
            paramLabel = "QUESTION",
            description =
                    "What must become of the device after a cut: settles (on the old or the new release, whole), arrives (it has the new one in the end, so it can be updated again), gives-up (a bad release: it is back on the old one). Default: ${DEFAULT-VALUE}.")
    private String asks = "settles";

    @Option(
            names = "--phase",
            paramLabel = "PHASE",
            description =
                    "Which cut points: update, first-boot, commit, or all of these; rollback records a release that is given up (resinos is made unhealthy, if --to names no fault), and takes those of its trial and of the way back. Default: ${DEFAULT-VALUE}.")
    private String phase = "all";

    ImageName from() {
        return ImageName.parse(from);
    }

    CutPhase phase() {
        return CutPhase.named(phase);
    }

    UpdateQuestion asks() {
        UpdateQuestion question = phase() == CutPhase.ROLLBACK ? UpdateQuestion.GIVES_UP : UpdateQuestion.named(asks);
        boolean keeps = phase() == CutPhase.FIRST_BOOT || phase() == CutPhase.COMMIT;
        if (question == UpdateQuestion.GIVES_UP && keeps) {
            throw new UsageException(
                    "a release that is given up has no phase %s; ask for update, rollback or all".formatted(phase));
        }
        return question;
    }

    /** Returns what the device is updated to: something that it gives up, if that is asked and our recipes know how. */
    ImageName release() {
        ImageName named = ImageName.parse(to);
        boolean canBeIll = Files.isRegularFile(
                Home.path().resolve("qemu-boards/images/%s/faults/%s.sh".formatted(named.recipe(), UNHEALTHY)));
        return asks() == UpdateQuestion.GIVES_UP && named.fault().isEmpty() && canBeIll
                ? named.withFault(UNHEALTHY)
                : named;
    }
}
