package io.brownout.stack;

import io.brownout.board.UsageException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A kind of device, as far as building for it goes: its name in the API, its architecture as ResinOS calls it, and what container engines call its platform. */
enum DeviceKind {
    RASPBERRY_PI("raspberry-pi", "rpi", "linux/arm/v6"),
    RASPBERRY_PI_2("raspberry-pi2", "armv7hf", "linux/arm/v7"),
    RASPBERRY_PI_3("raspberrypi3", "armv7hf", "linux/arm/v7"),
    RASPBERRY_PI_3_64("raspberrypi3-64", "aarch64", "linux/arm64"),
    INTEL_NUC("intel-nuc", "amd64", "linux/amd64");

    private final String slug;
    private final String architecture;
    private final String platform;

    DeviceKind(String slug, String architecture, String platform) {
        this.slug = slug;
        this.architecture = architecture;
        this.platform = platform;
    }

    /** Finds the kind of that name; {@link UsageException} with those there are if there is none. */
    static DeviceKind of(String slug) {
        return Arrays.stream(values())
                .filter(it -> it.slug.equals(slug))
                .findFirst()
                .orElseThrow(() -> new UsageException("nobody builds for a device type \"%s\" here; known: %s"
                        .formatted(
                                slug,
                                Arrays.stream(values()).map(DeviceKind::slug).collect(Collectors.joining(", ")))));
    }

    /** Returns its name in the API, which is what {@code %%RESIN_MACHINE_NAME%%} stands for. */
    String slug() {
        return slug;
    }

    /** Returns what {@code %%RESIN_ARCH%%} stands for. */
    String architecture() {
        return architecture;
    }

    /** Returns for example {@code linux/arm64}. */
    String platform() {
        return platform;
    }
}
