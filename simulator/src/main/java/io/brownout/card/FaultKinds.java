package io.brownout.card;

import io.brownout.board.UsageException;
import java.util.List;
import java.util.stream.Collectors;

/** All kinds of faults there are, in the order in which they are explained, and in which the faults of a profile are written and take effect. */
public final class FaultKinds {
    private static final List<FaultKind> ALL = List.of(
            Window.KIND,
            TornCommand.KIND,
            TornPage.KIND,
            PairedPage.KIND,
            UnitGarbage.KIND,
            LyingFlush.KIND,
            EraseNoop.KIND,
            ProgramNoop.KIND,
            ReadFlaky.KIND,
            StuckBusy.KIND,
            Slow.KIND,
            FullSpare.KIND,
            ReadOnly.KIND,
            Dead.KIND);

    private FaultKinds() {}

    /** Returns them. */
    public static List<FaultKind> all() {
        return ALL;
    }

    static FaultKind named(String name) {
        return ALL.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no card profile \"%s\"; known: %s, %s"
                        .formatted(
                                name,
                                CardProfile.IDEAL,
                                ALL.stream().map(FaultKind::name).collect(Collectors.joining(", ")))));
    }

    static int order(CardFault fault) {
        return ALL.indexOf(fault.kind());
    }
}
