package io.brownout.device;

/**
 * Who a device is, as its containers are told.
 *
 * @param uuid 32 hex digits; empty before the device has one
 * @param deviceType for example {@code raspberrypi3-64}; empty if it is not known
 * @param osVersion as {@code PRETTY_NAME} of the host's os-release has it; empty if it is not known
 */
record DeviceIdentity(String uuid, String deviceType, String osVersion, String supervisorVersion) {}
