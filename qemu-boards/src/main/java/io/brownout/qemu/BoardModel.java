package io.brownout.qemu;

import static io.brownout.board.Capability.CONSOLE;
import static io.brownout.board.Capability.DETERMINISTIC;
import static io.brownout.board.Capability.FLUSHES;
import static io.brownout.board.Capability.GLASS_CARD;
import static io.brownout.board.Capability.NETWORK;
import static io.brownout.board.Capability.POWER;

import io.brownout.board.Capability;
import io.brownout.board.GuestClock;
import io.brownout.board.UsageException;
import io.brownout.card.CardBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What kind of board QEMU emulates. A machine is a value: a new board is a new constant, or a record of the caller's own, never a subclass. See {@code docs/add-a-board.md}.
 *
 * @param name asks for it, for example {@code raspi3b}
 * @param machine QEMU's arguments that make the machine
 * @param processor QEMU's arguments that make its processor, replaced where an accelerator brings its own
 * @param clocks QEMU's further arguments for each clock it can run on
 * @param consoleSerial which of QEMU's serial ports is the console; counts from 0
 * @param card how the card is attached
 * @param cardSize which sizes of card it takes
 * @param networkDevice QEMU's device for the network, without its {@code netdev}
 * @param usbHost QEMU's arguments that give it a USB host where the machine has none of its own; only for boards with something in a USB port
 * @param handover how the firmware stage hands over what it loaded
 * @param firmwareFilters the conditional filters of config.txt that hold on it, without brackets
 * @param imageOptions what an image for it is asked for with
 * @param capabilities what can be asked of it, for each clock
 * @param resumption whether boots can be suspended on the virtual clock and go on in another QEMU
 */
public record BoardModel(
        String name,
        List<String> machine,
        List<String> processor,
        Map<GuestClock, List<String>> clocks,
        int consoleSerial,
        CardAttachment card,
        CardSizeRule cardSize,
        String networkDevice,
        List<String> usbHost,
        Handover handover,
        Set<String> firmwareFilters,
        Set<ImageName.Option> imageOptions,
        Map<GuestClock, Set<Capability>> capabilities,
        Resumption resumption) {

    /** The Raspberry Pi 3 Model B. One core is enabled in both clocks: parked secondary cores spin, and with one the virtual clock is exact to the byte. */
    public static final BoardModel RASPI3B = new BoardModel(
            "raspi3b",
            List.of("-M", "raspi3b", "-global", "bcm2837.enabled-cpus=1"),
            List.of(),
            Map.of(GuestClock.VIRTUAL, virtualClock(), GuestClock.WALL, List.of()),
            1,
            CardAttachment.SD,
            CardSizeRule.POWER_OF_TWO,
            "usb-net",
            List.of(),
            Handover.KERNEL_AND_DEVICE_TREE,
            Set.of("all", "pi3"),
            Set.of(),
            Map.of(
                    GuestClock.VIRTUAL, Set.of(POWER, CONSOLE, GLASS_CARD, DETERMINISTIC),
                    GuestClock.WALL, Set.of(POWER, CONSOLE, GLASS_CARD, NETWORK)),
            Resumption.WITH_SD_BUS_REPAIR);

    /** QEMU's generic Arm board with a virtio card: no Pi, but its card sees the guest's flushes. Its requests complete asynchronously, so it is not deterministic in any clock. */
    public static final BoardModel VIRT = new BoardModel(
            "virt",
            List.of("-M", "virt", "-smp", "1", "-m", "1G"),
            List.of("-cpu", "cortex-a53"),
            Map.of(GuestClock.VIRTUAL, virtualClock(), GuestClock.WALL, List.of()),
            0,
            CardAttachment.VIRTIO,
            CardSizeRule.ANY,
            // Without the boot ROM, which a board does not use and Debian has in a package of its own.
            "virtio-net-pci,romfile=",
            List.of("-device", "qemu-xhci"),
            Handover.BIOS,
            Set.of("all", "virt"),
            Set.of(),
            Map.of(
                    GuestClock.VIRTUAL, Set.of(POWER, CONSOLE, GLASS_CARD, FLUSHES),
                    GuestClock.WALL, Set.of(POWER, CONSOLE, GLASS_CARD, FLUSHES, NETWORK)),
            // A boot of it that goes on would be another one than that which was suspended: it is not deterministic.
            Resumption.NOT_OFFERED);

    /** The Raspberry Pi Zero: one core for 32 bits, 512 MiB. */
    public static final BoardModel RASPI0 = ofArmv6("raspi0", "pi0");

    /** The Raspberry Pi 1 Model A+, with 512 MiB. */
    public static final BoardModel RASPI1AP = ofArmv6("raspi1ap", "pi1");

    private static final List<BoardModel> KNOWN = List.of(RASPI3B, RASPI0, RASPI1AP, VIRT);

    /** QEMU puts U-Boot where the firmware of these boards would (hw/arm/raspi.c); the device tree is loaded from the card by the boot script. */
    private static BoardModel ofArmv6(String name, String filter) {
        return new BoardModel(
                name,
                List.of("-M", name),
                List.of(),
                Map.of(GuestClock.VIRTUAL, virtualClock(), GuestClock.WALL, List.of()),
                0,
                CardAttachment.SD,
                CardSizeRule.POWER_OF_TWO,
                "usb-net",
                List.of(),
                Handover.BIOS,
                Set.of("all", filter),
                Set.of(ImageName.Option.ARMEL),
                Map.of(
                        GuestClock.VIRTUAL, Set.of(POWER, CONSOLE, GLASS_CARD, DETERMINISTIC),
                        GuestClock.WALL, Set.of(POWER, CONSOLE, GLASS_CARD)),
                Resumption.NOT_OFFERED);
    }

    /** How QEMU presents the card. */
    public enum CardAttachment {
        /** In the SD controller; one synchronous request a sector, no flush. */
        SD(CardBus.SD),
        /** As a virtio block device. */
        VIRTIO(CardBus.VIRTIO);

        private final CardBus bus;

        CardAttachment(CardBus bus) {
            this.bus = bus;
        }

        /** Returns what of a card's faults can reach the board. */
        public CardBus bus() {
            return bus;
        }
    }

    /** Which sizes of card a board takes. */
    public enum CardSizeRule {
        /** Any multiple of a sector. */
        ANY,
        /** A power of two, as QEMU's SD card demands (hw/sd/sd.c). */
        POWER_OF_TWO
    }

    /** How the firmware stage hands over what it loaded. */
    public enum Handover {
        /** The kernel and the device tree, as the Pi's firmware does. */
        KERNEL_AND_DEVICE_TREE,
        /** The boot loader alone, in the place of the board's flash or of the Pi's firmware; it finds its device tree itself. */
        BIOS
    }

    /** Whether a boot can be suspended and go on in another QEMU, by its migration, and what that takes. */
    public enum Resumption {
        /** Not, or nobody has shown that it does what the boot would have done. */
        NOT_OFFERED,
        /** Everything is carried over, but for the SD controller that holds the card: QEMU's GPIO model of the Pi does not plug it in again, so that is done from outside (QEMU 7.2, hw/gpio/bcm2835_gpio.c). */
        WITH_SD_BUS_REPAIR
    }

    /** Copies the collections and checks that each clock has its capabilities. */
    public BoardModel {
        machine = List.copyOf(machine);
        processor = List.copyOf(processor);
        usbHost = List.copyOf(usbHost);
        clocks = Map.copyOf(clocks);
        firmwareFilters = Set.copyOf(firmwareFilters);
        imageOptions = Set.copyOf(imageOptions);
        capabilities = Map.copyOf(capabilities);
        if (consoleSerial < 0) {
            throw new IllegalArgumentException(
                    "the console is on serial port " + consoleSerial + ", expected 0 or more");
        }
        if (!clocks.keySet().equals(capabilities.keySet())) {
            throw new IllegalArgumentException(
                    "clocks %s, but capabilities for %s".formatted(clocks.keySet(), capabilities.keySet()));
        }
    }

    /** Returns the model of a name; {@link UsageException} that lists the known ones if there is none. */
    public static BoardModel named(String name) {
        return KNOWN.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown board \"%s\"; known boards: %s"
                        .formatted(name, KNOWN.stream().map(BoardModel::name).collect(Collectors.joining(", ")))));
    }

    /** Returns all known models. */
    public static List<BoardModel> known() {
        return KNOWN;
    }

    /** Returns the same board with a watchdog that a guest can trust, which a Pi of QEMU's has not: Intel's 6300ESB (QEMU, hw/watchdog/wdt_i6300esb.c). {@link UsageException} if there is no bus to plug it into. */
    public BoardModel withWatchdog() {
        if (card != CardAttachment.VIRTIO) {
            throw new UsageException("board %s has no PCI bus for a watchdog; take %s".formatted(name, VIRT.name()));
        }
        List<String> more = new ArrayList<>(machine);
        more.addAll(List.of("-device", "i6300esb"));
        return new BoardModel(
                name,
                more,
                processor,
                clocks,
                consoleSerial,
                card,
                cardSize,
                networkDevice,
                usbHost,
                handover,
                firmwareFilters,
                imageOptions,
                capabilities,
                resumption);
    }

    /** Returns the image of a name that is made for this board. */
    public ImageName imageFor(ImageName name) {
        ImageName made = name;
        for (ImageName.Option option : imageOptions) {
            made = made.withOption(option);
        }
        return made;
    }

    /** Returns what can be asked of it with a clock; {@link UsageException} if it does not have that clock. */
    public Set<Capability> capabilities(GuestClock clock) {
        Set<Capability> those = capabilities.get(clock);
        if (those == null) {
            throw new UsageException(
                    "board %s has no %s clock; it has %s".formatted(name, clock, capabilities.keySet()));
        }
        return Set.copyOf(those);
    }

    /** Says whether its boots can be suspended and resumed on a clock. */
    public boolean canResume(GuestClock clock) {
        return resumption != Resumption.NOT_OFFERED && clock == GuestClock.VIRTUAL;
    }

    /** Checks that its boots can be suspended and resumed on a clock: {@link UsageException} says where they can. */
    void requireResumption(GuestClock clock) {
        if (!canResume(clock)) {
            throw new UsageException("board %s on the %s clock cannot be suspended and resumed; take %s on the %s clock"
                    .formatted(name, clock, RASPI3B.name(), GuestClock.VIRTUAL));
        }
    }

    /** {@code shift=4} is 62.5 MIPS, near a Pi's speed in this emulation; {@code sleep=off} skips idle time. QEMU's documentation, "TCG Instruction Counting". */
    private static List<String> virtualClock() {
        return List.of("-icount", "shift=4,sleep=off");
    }
}
