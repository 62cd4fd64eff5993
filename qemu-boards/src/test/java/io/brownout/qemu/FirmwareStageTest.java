package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirmwareStageTest {
    @TempDir
    Path folder;

    private static BootFiles files(Map<String, String> content) {
        return name -> Optional.ofNullable(content.get(name)).map(it -> it.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_pi_gets_the_kernel_and_device_tree_that_its_section_names() throws BoardDarkException {
        BootFiles card = files(Map.of(
                "config.txt",
                "[pi3]\nkernel=u.bin\ndevice_tree=t.dtb\n[virt]\nkernel=v.bin\n",
                "u.bin",
                "code",
                "t.dtb",
                "tree"));

        Firmware firmware = new FirmwareStage(BoardModel.RASPI3B).load(card, folder);

        assertThat(firmware.kernel()).hasContent("code");
        assertThat(firmware.deviceTree())
                .hasValueSatisfying(it -> assertThat(it).hasContent("tree"));
    }

    @Test
    void virt_gets_its_boot_loader_and_makes_its_own_device_tree() throws BoardDarkException {
        BootFiles card = files(Map.of("config.txt", "[pi3]\nkernel=u.bin\n[virt]\nkernel=v.bin\n", "v.bin", "code"));

        Firmware firmware = new FirmwareStage(BoardModel.VIRT).load(card, folder);

        assertThat(firmware.kernel()).hasContent("code");
        assertThat(firmware.deviceTree()).isEmpty();
    }

    @Test
    void without_a_config_the_firmwares_defaults_hold() throws BoardDarkException {
        BootFiles card = files(Map.of(
                "kernel7.img", "code", "bcm2710-rpi-3-b.dtb", "tree", "cmdline.txt", "root=/dev/mmcblk0p2 ro\n"));

        Firmware firmware = new FirmwareStage(BoardModel.RASPI3B).load(card, folder);

        assertThat(firmware.kernel()).hasContent("code");
        assertThat(firmware.commandLine()).contains("root=/dev/mmcblk0p2 ro maxcpus=1");
        assertThat(firmware.ramdisk()).isEmpty();
    }

    @Test
    void a_board_without_its_kernel_stays_dark() {
        BootFiles card = files(Map.of("config.txt", "arm_64bit=1\n"));

        assertThatThrownBy(() -> new FirmwareStage(BoardModel.RASPI3B).load(card, folder))
                .isInstanceOf(BoardDarkException.class)
                .hasMessage(
                        "the kernel kernel8.img, which board raspi3b starts from, is not on the card's first FAT partition");
    }

    @Test
    void a_board_without_its_device_tree_stays_dark() {
        BootFiles card = files(Map.of("config.txt", "kernel=u.bin\ndevice_tree=gone.dtb\n", "u.bin", "code"));

        assertThatThrownBy(() -> new FirmwareStage(BoardModel.RASPI3B).load(card, folder))
                .isInstanceOf(BoardDarkException.class)
                .hasMessage(
                        "the device tree gone.dtb, which board raspi3b starts from, is not on the card's first FAT partition");
    }

    @Test
    void what_the_card_calls_a_file_does_not_decide_where_it_is_written() throws BoardDarkException {
        BootFiles card = files(Map.of("config.txt", "kernel=../../escape\n[virt]\n", "../../escape", "code"));

        assertThat(new FirmwareStage(BoardModel.VIRT).load(card, folder).kernel())
                .isEqualTo(folder.resolve("kernel"));
    }

    @Test
    void archives_of_an_initramfs_follow_one_another() throws BoardDarkException {
        BootFiles card = files(Map.of(
                "config.txt", "kernel=k\ninitramfs one,two followkernel\n",
                "k", "code",
                "bcm2710-rpi-3-b.dtb", "tree",
                "one", "abcde",
                "two", "fgh"));

        assertThat(new FirmwareStage(BoardModel.RASPI3B).load(card, folder).ramdisk())
                .hasValueSatisfying(
                        it -> assertThat(it).hasBinaryContent("abcde\0\0\0fgh\0".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void an_initramfs_that_is_not_there_keeps_the_board_dark() {
        BootFiles card = files(Map.of(
                "config.txt", "kernel=k\ninitramfs gone followkernel\n", "k", "code", "bcm2710-rpi-3-b.dtb", "tree"));

        assertThatThrownBy(() -> new FirmwareStage(BoardModel.RASPI3B).load(card, folder))
                .isInstanceOf(BoardDarkException.class)
                .hasMessageContaining("the initramfs gone, which board raspi3b starts from, is not on the card");
    }

    @Test
    void the_initramfs_of_a_kernel_is_found_by_its_name() throws BoardDarkException {
        BootFiles card = files(Map.of(
                "config.txt", "arm_64bit=1\nauto_initramfs=1\n",
                "kernel8.img", "code",
                "bcm2710-rpi-3-b.dtb", "tree",
                "initramfs8", "arch"));

        assertThat(new FirmwareStage(BoardModel.RASPI3B).load(card, folder).ramdisk())
                .hasValueSatisfying(it -> assertThat(it).hasContent("arch"));
    }

    @Test
    void a_system_in_a_folder_of_its_own_is_started_from_there() throws BoardDarkException {
        BootFiles card = files(Map.of(
                "config.txt", "kernel=k\nos_prefix=current/\n",
                "current/k", "new",
                "current/bcm2710-rpi-3-b.dtb", "tree",
                "current/cmdline.txt", "quiet maxcpus=1",
                "k", "old"));

        Firmware firmware = new FirmwareStage(BoardModel.RASPI3B).load(card, folder);

        assertThat(firmware.kernel()).hasContent("new");
        assertThat(firmware.commandLine()).contains("quiet maxcpus=1");
    }

    @Test
    void a_folder_without_a_kernel_is_passed_over() throws BoardDarkException {
        BootFiles card = files(Map.of(
                "config.txt", "kernel=k\nupstream_kernel=1\n",
                "upstream/bcm2837-rpi-3-b.dtb", "wrong",
                "k", "code",
                "bcm2837-rpi-3-b.dtb", "tree",
                "bcm2710-rpi-3-b.dtb", "other tree"));

        Firmware firmware = new FirmwareStage(BoardModel.RASPI3B).load(card, folder);

        assertThat(firmware.kernel()).hasContent("code");
        assertThat(firmware.deviceTree())
                .hasValueSatisfying(it -> assertThat(it).hasContent("tree"));
    }

    @Test
    void the_port_on_the_header_is_the_mini_uart() throws BoardDarkException {
        BootFiles card = files(Map.of(
                "config.txt", "kernel=k\nenable_uart=1\n",
                "k", "code",
                "bcm2710-rpi-3-b.dtb", "tree",
                "cmdline.txt", "console=serial0,115200 console=tty1 root=/dev/mmcblk0p2\n"));

        assertThat(new FirmwareStage(BoardModel.RASPI3B).load(card, folder).commandLine())
                .contains("console=ttyS0,115200 console=tty1 root=/dev/mmcblk0p2 8250.nr_uarts=1 maxcpus=1");
    }
}
