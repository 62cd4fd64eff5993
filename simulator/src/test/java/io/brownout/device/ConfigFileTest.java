package io.brownout.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    @TempDir
    Path folder;

    private ConfigFile read(String text) throws IOException {
        return ConfigFile.read(Files.write(folder.resolve("config.json"), text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void it_says_who_the_device_is() throws IOException {
        ConfigFile config = read(
                "{\"uuid\":\"17c5\",\"apiEndpoint\":\"https://a\",\"deviceType\":\"raspberrypi3-64\",\"listenPort\":\"4000\"}");

        assertThat(config.uuid()).hasValue("17c5");
        assertThat(config.deviceType()).hasValue("raspberrypi3-64");
        assertThat(config.listenPort()).isEqualTo(4000);
        assertThat(config.unmanaged()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"listenPort\":0}",
                "{\"listenPort\":70000}",
                "{\"listenPort\":null,\"apiEndpoint\":\"\"}"
            })
    void what_is_missing_or_impossible_has_its_default(String text) throws IOException {
        ConfigFile config = read(text);

        assertThat(config.listenPort()).isEqualTo(48484);
        assertThat(config.unmanaged()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"uuid\":\"17c5\",\"apiEnd", "[]", "\0\0\0\0", "\u00ff\u00fe"})
    void a_torn_file_is_told_and_is_no_reason_to_be_open(String text) throws IOException {
        ConfigFile config = read(text);

        assertThat(config.trouble()).hasValueSatisfying(it -> assertThat(it).contains("config.json"));
        assertThat(config.listenPort()).isEqualTo(48484);
        assertThat(config.unmanaged()).isFalse();
    }

    @Test
    void a_missing_file_is_told() {
        assertThat(ConfigFile.read(folder.resolve("none")).trouble()).isPresent();
    }
}
