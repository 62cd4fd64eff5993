package io.brownout.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.brownout.board.DeviceReport;
import io.brownout.card.Card;
import io.brownout.card.StateId;
import io.brownout.explorer.CutVerdict;
import io.brownout.explorer.CutVerdict.Kind;
import io.brownout.explorer.Life;
import io.brownout.filesystem.SectorView;
import io.brownout.qemu.Image;
import io.brownout.qemu.ImageName;
import io.brownout.qemu.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceTrialTest {
    @TempDir
    Path folder;

    @Test
    void what_a_device_said_after_the_report_that_decided_is_no_part_of_its_life() throws IOException {
        List<String> decided = List.of(
                "device-report: running slot=A version=1",
                "brownout: ---- boot 2: reset by the guest ----",
                "device-report: running slot=A version=1",
                "device-report: update step=check");
        Path stoppedAtOnce = Files.write(folder.resolve("at-once.log"), decided);
        Path stoppedLater = Files.write(
                folder.resolve("later.log"),
                List.of(String.join("\n", decided), "device-report: update step=verify", "half a li"));
        Optional<DeviceReport> decisive = DeviceReport.parse("device-report: update step=check");

        assertThat(DeviceTrial.console(stoppedAtOnce, decisive, 0)).isEqualTo(decided);
        assertThat(DeviceTrial.console(stoppedLater, decisive, 0)).isEqualTo(decided);
    }

    @Test
    void a_device_that_never_said_what_was_waited_for_is_taken_up_to_its_last_report() throws IOException {
        Path log = Files.write(folder.resolve("silent.log"), List.of("device-report: init root-part=2", "noise"));

        assertThat(DeviceTrial.console(log, Optional.empty(), 0)).containsExactly("device-report: init root-part=2");
    }

    @Test
    void of_a_device_that_says_nothing_more_the_last_words_are_kept_too() throws IOException {
        Path log = Files.writeString(
                folder.resolve("console.log"), "U-Boot\ndevice-report: init root-part=2\nno kernel\n=>\n");

        assertThat(DeviceTrial.console(log, Optional.empty(), 1))
                .containsExactly("U-Boot", "device-report: init root-part=2", "no kernel");
    }

    @Test
    void a_device_whose_firmware_finds_nothing_to_start_does_not_boot() throws Exception {
        Image probe = images().image(ImageName.parse("probe:1"));
        Path raw = Files.copy(probe.path(), folder.resolve("card.img"));
        long boot = probe.partitions().getFirst().startSector() * SectorView.SECTOR_BYTES;
        HostTool.run("mdel", "-i", raw + "@@" + boot, "::config.txt");

        try (Card card = Card.of(raw).build();
                DeviceTrial trial = trial(probe)) {
            Life life = trial.run(card, StateId.after(0));

            assertThat(life.verdict())
                    .isEqualTo(new CutVerdict(Kind.DOES_NOT_BOOT, "the firmware finds nothing to start"));
            assertThat(life.reports()).singleElement().asString().contains("firmware result=dark");
        }
    }

    private static ImageStore images() {
        return new ImageStore(Path.of("../qemu-boards/images"), ImageStore.usualCache(), line -> {});
    }

    private DeviceTrial trial(Image image) {
        RunContext context = new RunContext(
                folder,
                1,
                InstantSource.system(),
                event -> {},
                images(),
                new SettledCards(),
                Optional.empty(),
                Optional.empty(),
                1,
                false,
                new Lifetimes(),
                new StepNotes());
        return new DeviceTrial(
                new Workbench(context, new ScenarioTags("", Set.of("@virtual", "@board:raspi3b"))),
                image,
                "1",
                "2",
                UpdateQuestion.SETTLES,
                Duration.ofMinutes(2),
                Optional.empty());
    }
}
