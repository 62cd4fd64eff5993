package io.brownout.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigTxtTest {
    private static final Set<String> PI3 = Set.of("all", "pi3");

    private static ConfigTxt parsed(String text) throws BoardDarkException {
        return ConfigTxt.read(files(Map.of("config.txt", text)), PI3);
    }

    private static BootFiles files(Map<String, String> content) {
        return name -> Optional.ofNullable(content.get(name)).map(it -> it.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void a_setting_outside_of_any_filter_holds() throws BoardDarkException {
        assertThat(parsed("# comment\n kernel = a.bin \n").value("kernel")).contains("a.bin");
    }

    @Test
    void a_setting_for_another_board_does_not_hold() throws BoardDarkException {
        ConfigTxt config = parsed("[pi4]\nkernel=four\n[pi3]\nkernel=three\n[virt]\nkernel=virt\n");

        assertThat(config.value("kernel")).contains("three");
    }

    @Test
    void the_filter_all_ends_every_other() throws BoardDarkException {
        assertThat(parsed("[gpio4=1]\n[pi4]\n[all]\nkernel=any\n").value("kernel"))
                .contains("any");
    }

    @Test
    void the_filter_none_lets_nothing_through() throws BoardDarkException {
        assertThat(parsed("[none]\nkernel=no\n").value("kernel")).isEmpty();
    }

    @Test
    void filters_of_different_kinds_must_all_hold() throws BoardDarkException {
        ConfigTxt config = parsed("[EDID=VSC-TD2220]\n[pi3]\nkernel=no\n");

        assertThat(config.value("kernel")).isEmpty();
        assertThat(config.notes()).containsExactly("the filter [edid=vsc-td2220] never holds on an emulated board");
    }

    @Test
    void the_last_setting_wins() throws BoardDarkException {
        assertThat(parsed("kernel=one\r\nkernel=two\r\n").value("kernel")).contains("two");
    }

    @Test
    void an_initramfs_has_its_file_without_an_equals_sign() throws BoardDarkException {
        ConfigTxt config = parsed("initramfs initrd.img followkernel\n");

        assertThat(config.value("initramfs")).contains("initrd.img");
        assertThat(config.notes()).isEmpty();
    }

    @Test
    void an_included_file_stands_where_it_is_included() throws BoardDarkException {
        ConfigTxt config = ConfigTxt.read(
                files(Map.of(
                        "config.txt",
                        "kernel=early\ninclude more.txt\narm_64bit=1\ninclude gone.txt\n",
                        "more.txt",
                        "kernel=late\narm_64bit=0\n")),
                PI3);

        assertThat(config.value("kernel")).contains("late");
        assertThat(config.isOn("arm_64bit")).isTrue();
        assertThat(config.notes()).containsExactly("the included file gone.txt is not there");
    }

    @Test
    void a_file_that_includes_itself_is_left_at_some_depth() throws BoardDarkException {
        ConfigTxt config = parsed("include config.txt\nkernel=a\n");

        assertThat(config.value("kernel")).contains("a");
        assertThat(config.notes()).containsExactly("the included file config.txt is not there");
    }

    @Test
    void an_overlay_is_noted() throws BoardDarkException {
        assertThat(parsed("dtoverlay=vc4-kms-v3d\n[pi4]\ndtoverlay=other\n").notes())
                .containsExactly("the overlay vc4-kms-v3d is not applied on an emulated board");
    }

    @Test
    void rubbish_is_no_error() throws BoardDarkException {
        assertThat(parsed("\u0000\u00ff[[[\n=\n]\nkernel").values()).isEmpty();
    }
}
