package io.brownout.features;

import io.brownout.board.UsageException;
import io.brownout.qemu.BoardModel;
import io.brownout.qemu.QemuBoard;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a scenario's tag {@code @with:...} adds to its boards, on the wall clock. */
enum Accessory {
    /** A USB port into which something can be plugged as a serial adapter. */
    SERIAL_ADAPTER("serial-adapter") {
        @Override
        void plugInto(QemuBoard.Builder board, Workbench bench) {
            board.serialAdapter();
        }
    },
    /** A second network card, in a network that the boards of the scenario and the test machine share. */
    LAN("lan") {
        @Override
        void plugInto(QemuBoard.Builder board, Workbench bench) {
            board.cable(bench.network().nextCable());
        }
    },
    /** The network of a place instead of QEMU's. */
    SITE("site") {
        @Override
        void plugInto(QemuBoard.Builder board, Workbench bench) {
            board.uplink(bench.site());
        }
    },
    /** A watchdog that can be trusted. */
    WATCHDOG("watchdog") {
        @Override
        BoardModel partOf(BoardModel model) {
            return model.withWatchdog();
        }
    };

    private final String word;

    Accessory(String word) {
        this.word = word;
    }

    /** Returns what the tags of a scenario ask for; {@link UsageException} if there is no such thing. */
    static Optional<Accessory> of(ScenarioTags tags) {
        return tags.value("with")
                .map(asked -> Arrays.stream(values())
                        .filter(it -> it.word.equals(asked))
                        .findFirst()
                        .orElseThrow(() -> new UsageException("scenario %s is tagged @with:%s, expected one of %s"
                                .formatted(
                                        tags.scenario(),
                                        asked,
                                        Arrays.stream(values())
                                                .map(it -> it.word)
                                                .collect(Collectors.joining(", "))))));
    }

    /** Returns the board that has it, if it is a part of the board itself. */
    BoardModel partOf(BoardModel model) {
        return model;
    }

    /** Adds it to a board that is being put together, if it is plugged in. */
    void plugInto(QemuBoard.Builder board, Workbench bench) {}
}
