package io.brownout.reports;

import io.brownout.board.GuestClock;
import io.brownout.board.Outcome;
import io.brownout.board.RunEvent.MapCell;
import io.brownout.board.RunEvent.PowerChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scenarios as they may happen, told by hand. */
final class SampleScenarios {
    private static final List<String> KERNEL = List.of(
            "[    0.000000] Booting Linux on physical CPU 0x0000000000 [0x410fd034]",
            "[    0.000000] Linux version 6.12.48+deb13-arm64 (debian-kernel@lists.debian.org)",
            "[    0.000000] Machine model: Raspberry Pi 3 Model B",
            "[    0.312004] sdhost-bcm2835 3f202000.mmc: loaded - DMA enabled (>1)",
            "[    1.105112] mmc0: new high speed SDHC card at address 4567",
            "[    1.118740] mmcblk0: mmc0:4567 QEMU! 1.00 GiB",
            "[    1.140226]  mmcblk0: p1 p2 p3 p4 < p5 p6 >");
    private static final List<String> UNITS = List.of(
            "Mounted mnt-boot.mount - /mnt/boot.",
            "Mounted mnt-state.mount - /mnt/state.",
            "Mounted mnt-data.mount - /mnt/data.",
            "Started systemd-journald.service - Journal Service.",
            "Started systemd-networkd.service - Network Configuration.",
            "Started dropbear.service - Lightweight SSH server.",
            "Reached target multi-user.target - Multi-User System.");

    private SampleScenarios() {}

    private static Told boot(Told told, String slot, String version) {
        told.waits(0.8)
                .says("U-Boot 2025.01-3 (Apr 08 2025 - 23:01:34 +0000)")
                .says("DRAM:  948 MiB")
                .says("MMC:   mmc@7e202000: 0")
                .says("device-report: bootloader bootcount=0 upgrade-available=0 root-part="
                        + (slot.equals("A") ? 2 : 3))
                .waits(0.9);
        KERNEL.forEach(line -> told.waits(0.2).says(line));
        told.says("device-report: init root-part=" + (slot.equals("A") ? 2 : 3))
                .says("device-report: fsck label=resin-state result=clean")
                .says("device-report: fsck label=resin-data result=clean")
                .writes(Map.of("resin-state", 40_960L, "resin-data", 12_288L));
        for (int round = 0; round < 3; round++) {
            for (String unit : UNITS) {
                told.waits(0.4).says("[\u001B[0;32m  OK  \u001B[0m] " + unit);
            }
            told.writes(Map.of("resin-state", 8_192L, "resin-data", 65_536L, "resin-boot", 4_096L));
        }
        return told.says("device-report: config result=ok")
                .says("device-report: running slot=%s version=%s".formatted(slot, version));
    }

    private static Told installs(Told told) {
        for (String step : List.of("check", "unpack", "hooks", "boot-files", "commit")) {
            told.says("device-report: update step=" + step);
            int seconds = step.equals("unpack") ? 14 : 2;
            for (int second = 0; second < seconds; second++) {
                told.waits(1)
                        .writes(
                                step.equals("unpack")
                                        ? Map.of(
                                                "resin-rootB",
                                                6_291_456L + 524_288L * (second % 4),
                                                "resin-data",
                                                8_192L)
                                        : Map.of("resin-boot", 262_144L, "resin-state", 4_096L));
            }
        }
        return told;
    }

    private static List<MapCell> updateCells(int end) {
        List<MapCell> cells = new ArrayList<>();
        cells.addAll(Samples.cells(4, 14, 73, 3, 300));
        cells.addAll(Samples.cells(6, 12, 77, 9, 120));
        for (int column = 26; column < Math.min(end, 56); column++) {
            cells.addAll(Samples.cells(column, 1, 41 + (column - 26), 2, 14_000));
        }
        if (end > 56) {
            cells.addAll(Samples.cells(56, 8, 1, 4, 4_000));
            cells.addAll(Samples.cells(90, 10, 73, 3, 500));
        }
        return cells;
    }

    static void update(Told told, String id) {
        told.scenario(
                        id,
                        "An update moves the device to the other slot and keeps its data",
                        "Host OS update",
                        "features/update.feature:8",
                        "",
                        "@virtual",
                        "@fast")
                .board("pi", "raspi3b", GuestClock.VIRTUAL)
                .step("Given a Raspberry Pi 3 that runs 2.0.0+rev1 from slot A")
                .waits(0.2)
                .power(PowerChange.ON, "the scenario asked for it");
        boot(told, "A", "2.0.0+rev1").step("And the update to 2.0.0+rev2 has been downloaded");
        installs(told).says("device-report: update-result result=done").waits(0.6);
        told.power(PowerChange.REBOOT, "the guest asked for it");
        boot(told, "B", "2.0.0+rev2")
                .says("device-report: health result=passed try=1")
                .waits(0.3);
        told.says("device-report: committed slot=B version=2.0.0+rev2")
                .step("When the device installs it by itself")
                .waits(1.2)
                .says("device-report: idle slot=B version=2.0.0+rev2")
                .step("Then it runs 2.0.0+rev2 from slot B")
                .step("And the file written before the update is still there")
                .waits(0.4)
                .power(PowerChange.OFF, "the scenario asked for it")
                .map(Samples.column(), updateCells(200))
                .measures(
                        "written by the update",
                        121_634_816,
                        "160 MiB",
                        Map.of(
                                "resin-rootB", 115_343_360L,
                                "resin-boot", 4_194_304L,
                                "resin-state", 1_048_576L,
                                "resin-data", 1_048_576L))
                .scenarioEnds(Outcome.PASSED, "");
    }

    static void powerLoss(Told told, String id) {
        told.scenario(
                        id,
                        "Power fails at the write that commits the update",
                        "Power loss",
                        "features/power_loss.feature:23",
                        "",
                        "@virtual",
                        "@power")
                .board("pi", "raspi3b", GuestClock.VIRTUAL)
                .card(
                        "torn-command+read-only:after=64MiB",
                        "torn-command: a part of the command's sectors, each acknowledged, is as before",
                        "read-only: writes silently do not land: QEMU's SD controller swallows the error")
                .step("Given a Raspberry Pi 3 that runs 2.0.0+rev1 from slot A")
                .power(PowerChange.ON, "the scenario asked for it");
        boot(told, "A", "2.0.0+rev1").step("And the update to 2.0.0+rev2 has been downloaded");
        installs(told)
                .cut(
                        81_204,
                        9_216,
                        "resin-boot",
                        "the directory write that makes resinOS_uEnv.txt name its new content")
                .fault("read-only", "WRITE of 1 sectors at 9217 was refused with EPERM: the card is at its end of life")
                .power(PowerChange.CUT, "the card decided: write 81204")
                .step("When the power fails at the write that commits")
                .waits(2)
                .power(PowerChange.ON, "the scenario asked for it")
                .waits(1)
                .says("U-Boot 2025.01-3 (Apr 08 2025 - 23:01:34 +0000)")
                .says("device-report: bootloader bootcount=1 upgrade-available=1 root-part=3")
                .waits(3)
                .says("[    1.118740] mmcblk0: mmc0:4567 QEMU! 1.00 GiB")
                .says("device-report: init root-part=3")
                .waits(0.5)
                .says(
                        "[    4.801133] EXT4-fs error (device mmcblk0p3): ext4_lookup:1855: inode #12: comm init: bad extent")
                .says("[    4.812206] Kernel panic - not syncing: No working init found.")
                .waits(30)
                .step("Then it boots the old or the new system", Outcome.FAILED, """
                        Expected the device to reach `running` within 60 s of its power-on, but its last word was:
                          device-report: init root-part=3
                        and its console says: Kernel panic - not syncing: No working init found.
                        The card is kept at scenarios/s2/pi-card.img; seed 20261124.
                        \tat io.brownout.board.DeviceAssert.booted(DeviceAssert.java:88)
                        \tat io.brownout.features.PowerLossSteps.boots(PowerLossSteps.java:41)
                        \tat ✽.it boots the old or the new system(features/power_loss.feature:27)
                        """)
                .step("And the data is intact", Outcome.SKIPPED, "a step before it failed")
                .step("And a second update succeeds", Outcome.SKIPPED, "a step before it failed")
                .power(PowerChange.CUT, "the scenario ended")
                .map(Samples.column(), updateCells(70))
                .scenarioEnds(
                        Outcome.FAILED, "Expected the device to reach `running` within 60 s, but its kernel panicked");
    }

    static void wear(Told told, String id) {
        told.scenario(
                        id,
                        "An hour of idling hardly writes, unless the journal is kept",
                        "Flash wear",
                        "features/flash_wear.feature:15",
                        "",
                        "@virtual")
                .board("pi", "raspi3b", GuestClock.VIRTUAL)
                .step("Given an idle Raspberry Pi 3")
                .power(PowerChange.ON, "the scenario asked for it");
        boot(told, "A", "2.0.0+rev1").says("device-report: idle slot=A version=2.0.0+rev1");
        for (int second = 0; second < 60; second++) {
            told.waits(1).writes(Map.of("resin-state", second % 10 == 0 ? 12_288L : 0L));
        }
        told.step("When it idles for an hour")
                .measures(
                        "written in one idle hour",
                        606_208,
                        "2 MiB",
                        Map.of("resin-state", 540_672L, "resin-data", 65_536L))
                .measures(
                        "written in one idle hour with persistent logging",
                        9_437_184,
                        "8 MiB",
                        Map.of("resin-state", 8_912_896L, "resin-data", 458_752L, "(gap)", 65_536L))
                .measures("idle processor", 0.4, "", Map.of())
                .step("Then it has written at most 2 MiB")
                .power(PowerChange.OFF, "the scenario asked for it")
                .scenarioEnds(Outcome.PASSED, "");
    }

    static void harnessError(Told told, String id) {
        told.scenario(
                        id,
                        "A new OS that fails its health check is rolled back",
                        "Rollback",
                        "features/rollback.feature:31",
                        "",
                        "@wall")
                .board("pi", "virt", GuestClock.WALL)
                .step("Given a device that runs 2.0.0+rev1")
                .power(PowerChange.ON, "the scenario asked for it")
                .waits(3.2)
                .says("U-Boot 2025.01-3 (Apr 08 2025 - 23:01:34 +0000)")
                .power(PowerChange.OFF, "QEMU ended with exit code 1")
                .step(
                        "When an update whose health check fails is installed",
                        Outcome.ERROR,
                        "QEMU was expected to run, but ended after 3.2 s with exit code 1: Could not set up host forwarding rule; is the port in use?")
                .scenarioEnds(Outcome.ERROR, "QEMU ended after 3.2 s with exit code 1");
    }

    static void skipped(Told told, String id) {
        told.scenario(
                        id,
                        "A relay cuts the power of a real board",
                        "Power loss",
                        "features/power_loss.feature:61",
                        "",
                        "@relay")
                .scenarioEnds(Outcome.SKIPPED, "no board with a relay is attached: it needs @relay");
    }

    static void overNetwork(Told told, String id) {
        told.scenario(
                        id,
                        "The update reaches the device over the network",
                        "Host OS update",
                        "features/update.feature:30",
                        "",
                        "@wall")
                .board("pi", "virt", GuestClock.WALL)
                .power(PowerChange.ON, "the scenario asked for it");
        boot(told, "A", "2.0.0+rev1")
                .retries("ssh to the device", "connection reset before the banner")
                .step("Given a device on the network")
                .step("When it is told to update", Outcome.PASSED, "")
                .power(PowerChange.OFF, "the scenario asked for it")
                .scenarioEnds(Outcome.PASSED, "");
    }

    /** Two boards at once, for most of an hour. */
    static void twoBoards(Told told, String id) {
        told.scenario(
                        id,
                        "Two devices on one network survive a night of power cuts",
                        "Power loss",
                        "features/power_loss.feature:80",
                        "",
                        "@wall")
                .step("Given two devices");
        for (String board : List.of("kitchen", "cellar")) {
            told.board(board, board.equals("kitchen") ? "raspi3b" : "virt", GuestClock.WALL);
            for (int night = 0; night < 4; night++) {
                told.power(PowerChange.ON, "the scenario asked for it");
                boot(told, "A", "2.0.0+rev1");
                for (int minute = 0; minute < 6; minute++) {
                    told.waits(60).writes(Map.of("resin-state", 4_096L * (1 + minute % 3), "resin-data", 16_384L));
                }
                told.cut(1_000L + night, 1_200_000 + 20_000L * night, "resin-state", "chosen by the seed")
                        .power(PowerChange.CUT, "the card decided: write " + (1_000 + night))
                        .waits(5);
            }
            told.map(Duration.ofSeconds(12), Samples.cells(2, 240, 73, 60, 900));
        }
        told.step("When the power fails four times")
                .waits(1)
                .step("Then both come back")
                .scenarioEnds(Outcome.PASSED, "");
    }

    static void underMutant(Told told, String id, String mutant, Outcome outcome) {
        told.scenario(
                        id,
                        "Power fails while the slot is written",
                        "Power loss",
                        "features/power_loss.feature:9",
                        mutant)
                .board("pi", "virt", GuestClock.VIRTUAL)
                .power(PowerChange.ON, "the scenario asked for it")
                .waits(2)
                .says("device-report: running slot=A version=1")
                .step("When the power fails")
                .waits(1.5)
                .step(
                        "Then the slot is A or B",
                        outcome,
                        outcome == Outcome.FAILED ? "Expected A or B, but seen: none" : "")
                .power(PowerChange.OFF, "the scenario ended")
                .scenarioEnds(outcome, outcome == Outcome.FAILED ? "Expected A or B, but seen: none" : "");
    }
}
