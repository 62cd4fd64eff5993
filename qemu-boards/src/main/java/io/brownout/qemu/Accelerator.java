package io.brownout.qemu;

import io.brownout.board.GuestClock;
import io.brownout.board.HarnessException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What runs the guest's instructions. */
public enum Accelerator {
    /** QEMU's translator; works everywhere, and alone counts instructions. */
    TCG("tcg", "cortex-a53"),
    /** The kernel's virtualisation; only for {@code virt} on an arm64 host, in the wall clock. */
    KVM("kvm", "host");

    private static final String WORD = "alive";
    private static final long PROBE_SECONDS = 20;

    private final String option;
    private final String processor;

    Accelerator(String option, String processor) {
        this.option = option;
        this.processor = processor;
    }

    /**
     * Whether an accelerator works here, and how we know.
     *
     * @param detail one line: what the guest or QEMU said
     */
    public record Probe(Accelerator accelerator, boolean works, String detail) {}

    /**
     * Finds out whether it works, by running a guest of a few instructions that says one word and switches itself off. That {@code /dev/kvm} is there proves nothing. Blocks for a fraction of a
     * second, 20 at most.
     */
    public Probe probe(QemuInstallation qemu) {
        try (PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent())) {
            Path guest = Files.write(folder.resolve("guest"), guest());
            // Into a file: on a machine whose KVM hangs nobody would end the guest, and who reads from it would wait
            // with it.
            Path output = folder.resolve("output");
            Process process = folder.own(new ProcessBuilder(probeCommand(qemu, guest)))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            int status = process.waitFor();
            String said = Files.readString(output, StandardCharsets.ISO_8859_1).strip();
            return new Probe(
                    this,
                    status == 0 && said.contains(WORD),
                    said.isEmpty()
                            ? "it said nothing, status " + status
                            : said.lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new HarnessException("cannot probe the accelerator %s: %s".formatted(option, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while an accelerator was probed", e);
        }
    }

    /** Returns the fastest that works for a board on a clock. */
    static Accelerator bestFor(BoardModel model, GuestClock clock, QemuInstallation qemu) {
        boolean possible = clock == GuestClock.WALL
                && !model.processor().isEmpty()
                && System.getProperty("os.arch", "").equals("aarch64");
        return possible && KVM.probe(qemu).works() ? KVM : TCG;
    }

    private List<String> probeCommand(QemuInstallation qemu, Path guest) {
        return List.of(
                qemu.program().toString(),
                "-no-user-config",
                "-M",
                "virt",
                "-accel",
                option,
                "-cpu",
                processor,
                "-m",
                "64M",
                "-nic",
                "none",
                "-display",
                "none",
                "-monitor",
                "none",
                "-serial",
                "stdio",
                "-bios",
                guest.toString());
    }

    /** A64 code: each letter into the data register of virt's PL011 (hw/arm/virt.c has its address), then PSCI's SYSTEM_OFF (Arm DEN 0022, 5.10). */
    private static byte[] guest() {
        List<Integer> code = new ArrayList<>();
        code.add(0xd2a12001); // mov x1, #0x09000000
        for (char letter : (WORD + "\n").toCharArray()) {
            code.add(0x52800000 | letter << 5); // mov w0, #letter
            code.add(0xb9000020); // str w0, [x1]
        }
        code.add(0x52800100); // mov w0, #0x8
        code.add(0x72b08000); // movk w0, #0x8400, lsl #16
        code.add(0xd4000002); // hvc #0
        code.add(0x14000000); // b .
        ByteBuffer bytes = ByteBuffer.allocate(code.size() * 4).order(ByteOrder.LITTLE_ENDIAN);
        code.forEach(bytes::putInt);
        return bytes.array();
    }
}
