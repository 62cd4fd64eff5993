package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigTxtTest {
    private static final Set<String> PI3 = Set.of("all", "pi3");

    @Test
    void a_setting_outside_of_any_filter_holds() {
        assertThat(ConfigTxt.parse("# comment\n kernel = a.bin \n", PI3).value("kernel"))
                .contains("a.bin");
    }

    @Test
    void a_setting_for_another_board_does_not_hold() {
        ConfigTxt config = ConfigTxt.parse("[pi4]\nkernel=four\n[pi3]\nkernel=three\n[virt]\nkernel=virt\n", PI3);

        assertThat(config.value("kernel")).contains("three");
    }

    @Test
    void the_filter_all_ends_every_other() {
        assertThat(ConfigTxt.parse("[gpio4=1]\n[pi4]\n[all]\nkernel=any\n", PI3).value("kernel"))
                .contains("any");
    }

    @Test
    void the_filter_none_lets_nothing_through() {
        assertThat(ConfigTxt.parse("[none]\nkernel=no\n", PI3).value("kernel")).isEmpty();
    }

    @Test
    void filters_of_different_kinds_must_all_hold() {
        ConfigTxt config = ConfigTxt.parse("[EDID=VSC-TD2220]\n[pi3]\nkernel=no\n", PI3);

        assertThat(config.value("kernel")).isEmpty();
        assertThat(config.notes()).containsExactly("the filter [edid=vsc-td2220] never holds on an emulated board");
    }

    @Test
    void the_last_setting_wins() {
        assertThat(ConfigTxt.parse("kernel=one\r\nkernel=two\r\n", PI3).value("kernel"))
                .contains("two");
    }

    @Test
    void an_initramfs_is_noted_and_not_followed() {
        assertThat(ConfigTxt.parse("initramfs initrd.img followkernel", PI3).notes())
                .containsExactly("\"initramfs initrd.img followkernel\" is not followed on an emulated board");
    }

    @Test
    void rubbish_is_no_error() {
        assertThat(ConfigTxt.parse("\u0000\u00ff[[[\n=\n]\nkernel", PI3).values())
                .isEmpty();
    }
}
