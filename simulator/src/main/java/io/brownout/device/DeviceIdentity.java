package io.brownout.device;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who a device is, as its containers are told.
 *
 * @param uuid 32 hex digits; empty before the device has one
 * @param deviceType for example {@code raspberrypi3-64}; empty if it is not known
 * @param osVersion as {@code PRETTY_NAME} of the host's os-release has it; empty if it is not known
 * @param locks the host's folder of update locks; empty on a host that has none
 */
record DeviceIdentity(
        String uuid, String deviceType, String osVersion, String supervisorVersion, Optional<Path> locks) {
    /** A device whose host has no update locks. */
    DeviceIdentity(String uuid, String deviceType, String osVersion, String supervisorVersion) {
        this(uuid, deviceType, osVersion, supervisorVersion, Optional.empty());
    }
}
