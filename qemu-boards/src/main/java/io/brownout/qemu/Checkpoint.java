package io.brownout.qemu;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.card.CardPast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An emulated board in the middle of its first boot since its power came on: everything but its card. Any number of boards can go on from it, each with a card that held, at power-on, the same in every sector that had been read by
 * then; see {@link QemuBoard.Builder#resumeFrom}.
 *
 * <p>Its files lie in a folder of its own, which {@link #close} deletes; a JVM that is killed leaves them, unless they lie in a {@link PrivateFolder}. Immutable; safe for any thread, and to be used by several boards at once.
 */
public final class Checkpoint implements AutoCloseable {
    private final Path folder;
    private final Machine machine;
    private final Firmware firmware;
    private final CardPast past;
    private final byte[] console;

    /** What must be the same of a board that goes on from it. */
    record Machine(BoardModel model, Instant epoch, long seed, String qemu) {
        static Machine of(BoardSetup setup) {
            return new Machine(
                    setup.model(), setup.epoch(), setup.seed(), setup.qemu().version());
        }

        @Override
        public String toString() {
            return "board %s, epoch %s, seed %d, QEMU %s".formatted(model.name(), epoch, seed, qemu);
        }
    }

    private Checkpoint(Path folder, Machine machine, Firmware firmware, CardPast past, byte[] console) {
        this.folder = folder;
        this.machine = machine;
        this.firmware = firmware;
        this.past = past;
        this.console = console;
    }

    /** Makes a new folder for the files of one in a folder, which is made too. */
    static Path newFolder(Path parent) {
        try {
            return Files.createTempDirectory(Files.createDirectories(parent), "checkpoint-");
        } catch (IOException e) {
            throw new HarnessException("cannot make a folder for a checkpoint in %s: %s".formatted(parent, e), e);
        }
    }

    /** Takes over a folder that holds the state file, and adds what the board was started with. */
    static Checkpoint in(Path folder, Machine machine, Firmware firmware, CardPast past, byte[] console) {
        try {
            Path kernel = Files.copy(firmware.kernel(), folder.resolve("kernel"));
            Optional<Path> tree = kept(firmware.deviceTree(), folder.resolve("device-tree"));
            Optional<Path> ramdisk = kept(firmware.ramdisk(), folder.resolve("initramfs"));
            Firmware kept = new Firmware(kernel, tree, ramdisk, firmware.commandLine(), firmware.notes());
            return new Checkpoint(folder, machine, kept, past, console);
        } catch (IOException e) {
            throw new HarnessException("cannot write a checkpoint to %s: %s".formatted(folder, e), e);
        }
    }

    private static Optional<Path> kept(Optional<Path> file, Path copy) throws IOException {
        return file.isPresent() ? Optional.of(Files.copy(file.get(), copy)) : file;
    }

    static Path stateFile(Path folder) {
        return folder.resolve("machine");
    }

    /** Returns the file with the state of the machine. */
    Path stateFile() {
        return stateFile(folder);
    }

    /** Checks that a board is such a one as it was made of; {@link UsageException} says what is not the same. */
    void requireFits(BoardSetup setup) {
        setup.model().requireResumption(setup.clock());
        Machine other = Machine.of(setup);
        if (!machine.equals(other)) {
            throw new UsageException(
                    "the checkpoint is of %s; this is %s: it can go on only as the same".formatted(machine, other));
        }
    }

    /** Returns what the firmware stage had loaded. */
    Firmware firmware() {
        return firmware;
    }

    /** Returns what the console had said, with a last line that may have no end. */
    byte[] console() {
        return console;
    }

    /** Returns what the board had done to its card, up to the last request that its guest had made. */
    public CardPast past() {
        return past;
    }

    /**
     * Returns the same checkpoint for cards that may differ in some sectors although these had been read, see {@link CardPast#evenIfUnlike}. Both have the same files; closing one closes the other.
     *
     * @param from the first of these sectors
     * @param to the first sector behind them
     * @throws UsageException if the board had written there
     */
    public Checkpoint evenIfUnlike(long from, long to) {
        return new Checkpoint(folder, machine, firmware, past.evenIfUnlike(from, to), console);
    }

    /** Says how much room its files take. */
    public long bytes() {
        try (Stream<Path> files = Files.list(folder)) {
            long sum = 0;
            for (Path file : files.toList()) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException e) {
            throw new HarnessException("cannot look at the checkpoint in %s: %s".formatted(folder, e), e);
        }
    }

    /** Deletes its files: no board can go on from it any more; those that have are not concerned. Does nothing the second time. */
    @Override
    public void close() {
        delete(folder);
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new HarnessException("cannot delete the checkpoint in %s: %s".formatted(folder, e), e);
        }
    }
}
