package io.brownout.cli;

import io.brownout.board.UsageException;
import io.brownout.qemu.Accelerator;
import io.brownout.qemu.ImageStore;
import io.brownout.qemu.QemuInstallation;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Looks at the machine. */
@Command(name = "doctor", description = "Says what this machine has, what it lacks and how to get it. Changes nothing.")
final class DoctorCommand implements Callable<Integer> {
    private static final long WANTED_FREE_GIB = 8;
    /** The file that proves a tool, and the Debian package that brings it; the launcher's list says the same. */
    private static final Map<String, String> TOOLS = tools();

    private boolean healthy = true;

    private static Map<String, String> tools() {
        Map<String, String> tools = new LinkedHashMap<>();
        tools.put("/usr/bin/mvn", "maven");
        tools.put("/usr/bin/qemu-system-aarch64", "qemu-system-arm");
        tools.put("/usr/bin/qemu-img", "qemu-utils");
        tools.put("/usr/bin/mmdebstrap", "mmdebstrap");
        tools.put("/usr/sbin/mkfs.vfat", "dosfstools");
        tools.put("/usr/bin/mcopy", "mtools");
        tools.put("/usr/sbin/mke2fs", "e2fsprogs");
        tools.put("/usr/sbin/sfdisk", "fdisk");
        tools.put("/usr/bin/mkimage", "u-boot-tools");
        tools.put("/usr/bin/nbdinfo", "libnbd-bin");
        tools.put("/usr/bin/zstd", "zstd");
        tools.put("/usr/bin/fakeroot", "fakeroot");
        return tools;
    }

    @Override
    public Integer call() {
        say(true, "processors and memory", Host.described());
        TOOLS.forEach((file, debianPackage) ->
                say(Files.exists(Path.of(file)), file, "there", "missing: apt-get install " + debianPackage));
        accelerators();
        free("run folders", Home.path());
        free("cache", ImageStore.usualCache());
        System.out.println(
                healthy ? "everything needed is there" : "something is missing: see the lines marked MISSING");
        return healthy ? 0 : Main.HARNESS;
    }

    private void accelerators() {
        QemuInstallation qemu;
        try {
            qemu = QemuInstallation.find();
        } catch (UsageException e) {
            say(false, "QEMU", String.valueOf(e.getMessage()));
            return;
        }
        for (Accelerator accelerator : Accelerator.values()) {
            Accelerator.Probe probe = accelerator.probe(qemu);
            // KVM is a bonus: without it everything works, slower.
            boolean needed = accelerator == Accelerator.TCG;
            say(
                    probe.works() || !needed,
                    "accelerator " + accelerator,
                    (probe.works() ? "works: " : "does not work here, and is not needed: ") + probe.detail(),
                    probe.detail());
        }
    }

    private void free(String what, Path path) {
        File existing = path.toFile();
        while (!existing.exists()) {
            existing = existing.getParentFile();
        }
        long gib = existing.getUsableSpace() >> 30;
        say(
                gib >= WANTED_FREE_GIB,
                "disk for " + what,
                "%d GiB free at %s".formatted(gib, existing),
                "%d GiB free at %s, %d wanted: make room".formatted(gib, existing, WANTED_FREE_GIB));
    }

    private void say(boolean good, String what, String whenGood) {
        say(good, what, whenGood, whenGood);
    }

    private void say(boolean good, String what, String whenGood, String whenBad) {
        healthy &= good;
        System.out.printf("%-8s %-34s %s%n", good ? "ok" : "MISSING", what, good ? whenGood : whenBad);
    }
}
