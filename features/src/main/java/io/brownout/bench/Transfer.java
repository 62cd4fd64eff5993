package io.brownout.bench;

import io.brownout.board.Console;
import io.brownout.board.Deadline;
import io.brownout.qemu.BoardModel;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a guest does with its card in a benchmark: dd from a partition into memory, from memory into another partition and onto the card, and back again with an empty page cache. The probe's kernel and initramfs do it in
 * the place of its user space, told by U-Boot's {@code extra_os_cmdline}, see {@code qemu-boards/images/README.md}.
 *
 * @param megabytes how much is moved each way, MiB, 1 to 90: the partition that is written to has 96
 */
record Transfer(int megabytes) {
    private static final int MOST = 90;
    private static final int BLOCK_KIB = 64;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** One way. */
    enum Leg {
        READ,
        WRITE,
        READ_BACK;

        /** Names it with what the board does then. */
        String on(BoardModel model) {
            return "guest's dd on %s, %s"
                    .formatted(
                            model.name(),
                            name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
        }
    }

    Transfer {
        if (megabytes < 1 || megabytes > MOST) {
            throw new IllegalArgumentException("a transfer of %d MiB, expected 1 to %d".formatted(megabytes, MOST));
        }
    }

    /** Returns one that takes a board some seconds: an emulated SD controller moves a sector at a time, a virtio card what it is asked for. */
    static Transfer suiting(BoardModel model) {
        return switch (model.card()) {
            case SD -> new Transfer(8);
            case VIRTIO -> new Transfer(64);
        };
    }

    /** Returns the text of {@code extra_uEnv.txt} that makes the guest do it. */
    String bootEnvironment(BoardModel model) {
        String partition = switch (model.card()) {
            case SD -> "/dev/mmcblk0p";
            case VIRTIO -> "/dev/vda";
        };
        int blocks = megabytes * 1024 / BLOCK_KIB;
        List<String> script = List.of(
                ". /functions",
                "mount_kernel_file_systems",
                "load_drivers",
                "wait_for_card",
                "echo bench: READ",
                "dd if=%s2 of=/payload bs=%dk count=%d".formatted(partition, BLOCK_KIB, blocks),
                "echo bench: WRITE",
                "dd if=/payload of=%s6 bs=%dk conv=fsync".formatted(partition, BLOCK_KIB),
                "echo 3 >/proc/sys/vm/drop_caches",
                "echo bench: READ_BACK",
                "dd if=%s6 of=/dev/null bs=%dk count=%d".formatted(partition, BLOCK_KIB, blocks),
                "echo bench: END",
                // The first process may not end, or the kernel panics.
                "exec sleep 1000000");
        // Without a dollar sign, which U-Boot would take for a variable of its own.
        return "extra_os_cmdline=rdinit=/bin/sh -- -c \"" + String.join("; ", script) + "\"\n";
    }

    /** Waits for the guest to do it and says how long each leg took on the test machine's clock. */
    Map<Leg, Duration> watch(Console console) {
        Deadline deadline = Deadline.in(LONGEST);
        Map<Leg, Duration> times = new EnumMap<>(Leg.class);
        Iterator<Leg> legs = Arrays.asList(Leg.values()).iterator();
        Leg leg = legs.next();
        long begin = moment(console, leg.name(), deadline);
        while (legs.hasNext()) {
            Leg next = legs.next();
            long end = moment(console, next.name(), deadline);
            times.put(leg, Duration.ofNanos(end - begin));
            leg = next;
            begin = end;
        }
        times.put(leg, Duration.ofNanos(moment(console, "END", deadline) - begin));
        return times;
    }

    private static long moment(Console console, String name, Deadline deadline) {
        console.expect(Pattern.compile("^bench: " + name + "$"), deadline);
        return System.nanoTime();
    }
}
