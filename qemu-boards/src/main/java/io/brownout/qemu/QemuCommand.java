package io.brownout.qemu;

import io.brownout.board.GuestClock;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that decides how QEMU is started for one boot, and the command line that follows from it.
 *
 * @param epoch what the guest's clock says at power-on
 * @param seed of QEMU's own random numbers, which the guest sees
 * @param cardFile QEMU's block options for the card: {@link #overNbd} or {@link #rawFile}
 * @param controlSocket where we listen for QEMU's control connection
 * @param serialAdapter where QEMU listens for whatever is plugged into a USB port as a serial adapter, if anything may be
 * @param link what its second network card leads to, if it has one
 * @param uplink the network backend of its first network card, but for its id, if that is not the user network
 * @param consoleSocket where we listen for the console, if it takes input; else it is QEMU's standard output
 */
record QemuCommand(
        Path qemu,
        BoardModel model,
        GuestClock clock,
        Accelerator accelerator,
        Instant epoch,
        long seed,
        Firmware firmware,
        String cardFile,
        Path controlSocket,
        Optional<Path> consoleSocket,
        List<PortForward> forwards,
        Optional<Path> serialAdapter,
        Optional<PatchCable> link,
        Optional<String> uplink) {

    /** The id of its network. */
    static final String NETWORK = "network";

    /** A card that answers at a UNIX socket. */
    static String overNbd(Path socket) {
        return "file.driver=nbd,file.server.type=unix,file.server.path=" + escaped(socket);
    }

    /** A card that is a file, which nobody but QEMU sees: only to compare with. */
    static String rawFile(Path image) {
        return "file.driver=file,file.filename=" + escaped(image);
    }

    List<String> arguments() {
        List<String> line = new ArrayList<>(List.of(qemu.toString(), "-no-user-config", "-name", "brownout"));
        line.addAll(model.machine());
        addProcessor(line);
        line.addAll(model.clocks().getOrDefault(clock, List.of()));
        line.addAll(List.of(
                "-rtc", "base=%s,clock=%s".formatted(utc(epoch), clock == GuestClock.VIRTUAL ? "vm" : "host")));
        line.addAll(List.of("-seed", Long.toString(seed & 0x7fff_ffffL)));
        addFirmware(line);
        addCard(line);
        addConsole(line);
        addNetwork(line);
        link.ifPresent(it -> addLink(line, it));
        serialAdapter.ifPresent(socket -> addSerialAdapter(line, socket));
        // Stopped at first: the guest's first instruction comes after we listen, so no event is missed. QEMU connects
        // to
        // us and not we to it: a QEMU that starts when we are already dead finds nobody and ends by itself.
        line.addAll(List.of("-display", "none", "-monitor", "none", "-no-reboot", "-S"));
        line.addAll(List.of(
                "-chardev",
                "socket,id=control,path=" + escaped(controlSocket),
                "-mon",
                "chardev=control,mode=control"));
        return line;
    }

    private void addProcessor(List<String> line) {
        switch (accelerator) {
            case TCG -> line.addAll(model.processor());
            case KVM -> line.addAll(List.of("-accel", "kvm", "-cpu", "host"));
        }
    }

    private void addFirmware(List<String> line) {
        switch (model.handover()) {
            case KERNEL_AND_DEVICE_TREE -> {
                line.addAll(List.of("-kernel", firmware.kernel().toString()));
                firmware.deviceTree().ifPresent(tree -> line.addAll(List.of("-dtb", tree.toString())));
                firmware.ramdisk().ifPresent(files -> line.addAll(List.of("-initrd", files.toString())));
                firmware.commandLine().ifPresent(words -> line.addAll(List.of("-append", words)));
            }
            case BIOS -> line.addAll(List.of("-bios", firmware.kernel().toString()));
        }
    }

    private void addCard(List<String> line) {
        // writeback: writethrough would add flushes of QEMU's own to what the card sees.
        String drive = "format=raw,cache=writeback," + cardFile;
        switch (model.card()) {
            case SD -> line.addAll(List.of("-drive", "if=sd," + drive));
            case VIRTIO ->
                line.addAll(List.of(
                        "-drive", "if=none,id=card,discard=unmap," + drive, "-device", "virtio-blk-pci,drive=card"));
        }
    }

    private void addConsole(List<String> line) {
        // In the virtual clock the console is a file, which cannot answer, so that nothing outside the guest reaches
        // it.
        // The file is our end of a pipe: each line is an event here, and QEMU waits when the pipe is full, the guest
        // unaware.
        line.addAll(List.of(
                "-chardev",
                consoleSocket
                        .map(socket -> "socket,id=console,path=" + escaped(socket))
                        .orElse("file,id=console,path=/dev/stdout")));
        for (int port = 0; port < model.consoleSerial(); port++) {
            line.addAll(List.of("-serial", "null"));
        }
        line.addAll(List.of("-serial", "chardev:console"));
    }

    private void addNetwork(List<String> line) {
        if (clock == GuestClock.VIRTUAL) {
            line.addAll(List.of("-nic", "none"));
            return;
        }
        String backend = uplink.orElseGet(this::userNetwork) + ",id=" + NETWORK;
        line.addAll(List.of("-netdev", backend, "-device", model.networkDevice() + ",netdev=" + NETWORK));
    }

    private String userNetwork() {
        StringBuilder user = new StringBuilder("user");
        for (PortForward forward : forwards) {
            user.append(",hostfwd=tcp:127.0.0.1:%d-:%d".formatted(forward.hostPort(), forward.boardPort()));
        }
        return user.toString();
    }

    private void addLink(List<String> line, PatchCable second) {
        line.addAll(List.of(
                "-netdev",
                second.atBoard() + ",id=link",
                "-device",
                model.networkDevice() + ",netdev=link,mac=" + second.hardwareAddress()));
    }

    /** The adapter is in its port while somebody is connected (QEMU, hw/usb/dev-serial.c), so that a connection is a hot plug. */
    private void addSerialAdapter(List<String> line, Path socket) {
        line.addAll(model.usbHost());
        line.addAll(List.of(
                "-chardev",
                "socket,id=adapter,server=on,wait=off,path=" + escaped(socket),
                "-device",
                "usb-serial,chardev=adapter"));
    }

    private static String utc(Instant instant) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss")
                .withZone(ZoneOffset.UTC)
                .format(instant);
    }

    /** QEMU's option parser takes a doubled comma for a comma. */
    static String escaped(Path path) {
        return path.toString().replace(",", ",,");
    }
}
