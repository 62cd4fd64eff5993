package io.brownout.card;

import static io.brownout.filesystem.SectorView.SECTOR_BYTES;

import io.brownout.card.Aftermath.Stretch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Of the write command that the loss of power interrupts, only the first sectors survive; how many is drawn from the seed.
 *
 * <p>A request longer than a sector is the command itself (virtio). QEMU's SD model cuts a command into one request per sector and waits for each, so there the command is inferred: the
 * write in flight and the acknowledged ones right before it that lead up to it sector by sector with no other request between, in steps of the longest command that Linux makes. A loss of
 * power that finds no write in flight interrupts nothing.
 *
 * @param commandSectors how many sectors the longest command has
 */
public record TornCommand(int commandSectors) implements CardProfile {
    /** 512 KiB: {@code max_req_size} of the Pi's SD host drivers, drivers/mmc/host/bcm2835.c and sdhci.c of Linux. */
    public static final int COMMON_COMMAND_SECTORS = 1024;

    /** Checks the length. */
    public TornCommand {
        if (commandSectors < 1) {
            throw new IllegalArgumentException(
                    "the longest command has %d sectors, expected at least 1".formatted(commandSectors));
        }
    }

    @Override
    public String name() {
        return "torn-command";
    }

    @Override
    public Aftermath survivors(PowerLoss loss) {
        Optional<PendingWrite> inFlight = loss.inFlight();
        if (inFlight.isEmpty() || inFlight.get().kind() != RequestKind.WRITE) {
            return Aftermath.NOTHING_LOST;
        }
        return inFlight.get().sectors() > 1 ? tearRequest(inFlight.get(), loss) : tearRun(inFlight.get(), loss);
    }

    private static Aftermath tearRequest(PendingWrite write, PowerLoss loss) {
        int landed = loss.random().nextInt((int) write.sectors());
        if (landed == 0) {
            return Aftermath.NOTHING_LOST;
        }
        byte[] content = Arrays.copyOf(write.data(), landed * SECTOR_BYTES);
        return new Aftermath(List.of(new Stretch(write.sector(), content)), 0);
    }

    private Aftermath tearRun(PendingWrite write, PowerLoss loss) {
        List<CardRequest> run = SectorRun.leadingTo(write.sector(), loss.newestFirst());
        int acknowledged = run.size() % commandSectors;
        int kept = loss.random().nextInt(acknowledged + 1);
        int lost = acknowledged - kept;
        if (lost == 0) {
            return Aftermath.NOTHING_LOST;
        }
        CardRequest firstLost = run.get(run.size() - lost);
        byte[] content = loss.before(firstLost, firstLost.sector(), lost);
        return new Aftermath(new ArrayList<>(List.of(new Stretch(firstLost.sector(), content))), lost);
    }
}
