package io.brownout.device;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What ties one device to its fleet: it becomes known, asks what is wanted, and tells what is. Passive; {@link #ask} and {@link #tell} each are called again after the pause that they return, each by one
 * thread at a time.
 */
final class FleetLink {
    private static final Duration NOT_YET = Duration.ofSeconds(10);

    private final Parts parts;
    private final Instant start;
    private ConfigFile config;
    private String lastComplaint = "";

    /**
     * What it is made of.
     *
     * @param state what is told
     * @param versions what the device says of its software when it registers
     * @param anew called when it needs to start anew under another identity
     */
    record Parts(
            Provisioning provisioning,
            TargetPoll poll,
            StateReporter reporter,
            Supplier<Json.Members> state,
            Json.Members versions,
            Runnable anew,
            DeviceLog log) {}

    FleetLink(ConfigFile config, Instant start, Parts parts) {
        this.config = config;
        this.start = start;
        this.parts = parts;
    }

    /** Becomes known if it is not, and asks what is wanted; blocks. Returns when to ask again. */
    Duration ask() {
        ConfigFile now = config();
        if (!now.provisioned()) {
            Optional<ConfigFile> known = provisioned(now);
            if (known.isEmpty()) {
                return now.retryDelay();
            }
            now = known.get();
        }
        return parts.poll().ask(now.uuid().orElseThrow(), now.deviceKey().orElseThrow());
    }

    /** Tells what has changed; blocks. Returns when to tell more. */
    Duration tell() {
        ConfigFile now = config();
        return now.provisioned()
                ? parts.reporter()
                        .report(
                                now.uuid().orElseThrow(),
                                now.deviceKey().orElseThrow(),
                                parts.state().get())
                : NOT_YET;
    }

    private Optional<ConfigFile> provisioned(ConfigFile before) {
        try {
            ConfigFile after = parts.provisioning().carryOut(before, parts.versions());
            replace(after);
            if (!after.uuid().equals(before.uuid())) {
                parts.anew().run();
                return Optional.empty();
            }
            return Optional.of(after);
        } catch (IOException | FleetException e) {
            String complaint = String.valueOf(e.getMessage());
            if (!complaint.equals(lastComplaint)) {
                lastComplaint = complaint;
                parts.log()
                        .event(
                                "not-provisioned",
                                "error",
                                complaint,
                                "next",
                                before.retryDelay().toSeconds() + "s");
            }
            return Optional.empty();
        }
    }

    private synchronized ConfigFile config() {
        return config;
    }

    private synchronized void replace(ConfigFile next) {
        config = next;
    }

    /** Says what is wrong with it; empty if the fleet has answered lately. */
    Optional<String> trouble() {
        return parts.poll().fresh(start)
                ? Optional.empty()
                : Optional.of("the fleet has not answered for two poll intervals");
    }
}
