/**
 * The device's supervisor: keeps the target's apps running on the engine of one device, and answers on the device's local API.
 *
 * <p>Runs in the guest as the container {@code resin_supervisor}, on an emulated CPU where each loaded class costs, so this room uses nothing but the JDK's {@code java.base}, {@code java.net.http} and
 * {@code jdk.httpserver}; see docs/decisions/0011. Engine, target, log and clock are small interfaces and there is no static state, so that one JVM can hold thousands of devices.
 * Protocols and labels follow balena's public sources.
 */
@NullMarked
package io.brownout.device;

import org.jspecify.annotations.NullMarked;
