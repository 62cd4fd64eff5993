package io.brownout.cli;

import io.brownout.features.RunContext;
import io.brownout.features.SettledCards;
import io.brownout.features.StepNotes;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.ImageStore;
import java.util.Optional;

/** Puts together what the scenarios of a run share. */
final class Contexts {
    private Contexts() {}

    static RunContext of(RunSession session, CommonOptions common, BoardOptions boards) {
        return of(session, common, boards.board(), boards.patience());
    }

    static RunContext of(RunSession session, CommonOptions common, Optional<String> board, double patience) {
        // An unknown board is told before anything is built.
        board.ifPresent(BoardModel::named);
        SettledCards settled = session.lifetimes().own(new SettledCards());
        return new RunContext(
                session.folder(),
                common.seed(),
                session.clock(),
                session.sink(),
                images(session.progress()),
                settled,
                board,
                Optional.empty(),
                patience,
                false,
                session.lifetimes(),
                new StepNotes());
    }

    static ImageStore images(Progress progress) {
        return new ImageStore(Home.path().resolve("qemu-boards/images"), ImageStore.usualCache(), progress::say);
    }
}
