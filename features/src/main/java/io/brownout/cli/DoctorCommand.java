package io.brownout.cli;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.qemu.Accelerator;
import io.brownout.qemu.ImageStore;
import io.brownout.qemu.QemuInstallation;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Looks at the machine. */
@Command(name = "doctor", description = "Says what this machine has, what it lacks and how to get it. Changes nothing.")
final class DoctorCommand implements Callable<Integer> {
    private static final long WANTED_FREE_GIB = 8;
    private boolean healthy = true;

    @Override
    public Integer call() {
        say(true, "processors and memory", Host.described());
        tools();
        accelerators();
        free("run folders", Home.path());
        free("cache", ImageStore.usualCache());
        System.out.println(
                healthy ? "everything needed is there" : "something is missing: see the lines marked MISSING");
        return healthy ? 0 : Main.HARNESS;
    }

    /** The launcher's list: a file that proves a tool, and the Debian package that brings it. */
    private void tools() {
        try (InputStream list = Objects.requireNonNull(DoctorCommand.class.getResourceAsStream("tools.txt"))) {
            new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" "))
                    .forEach(tool -> say(
                            Files.exists(Path.of(tool[0])), tool[0], "there", "missing: apt-get install " + tool[1]));
        } catch (IOException e) {
            throw new HarnessException("the list of tools cannot be read: " + e.getMessage(), e);
        }
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
