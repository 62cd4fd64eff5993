package io.brownout.device;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** The two threads that tie one real device to its fleet: one asks, the other tells. */
final class FleetConnection implements AutoCloseable {
    private final JdkFleetHttp http;
    private final FleetLink link;
    private final Repeater asking;
    private final Repeater telling;

    private FleetConnection(JdkFleetHttp http, FleetLink link, DeviceLog log) {
        this.http = http;
        this.link = link;
        this.asking = Repeater.start("fleet-ask", link::ask, log);
        this.telling = Repeater.start("fleet-tell", link::tell, log);
    }

    /**
     * Starts both.
     *
     * @param config which names an endpoint
     * @param memory what the fleet was told
     * @param state what it is to be told
     * @param downloads that show the device's key to its registry
     * @param news called when there may be another target
     * @param anew called when the supervisor must start anew under another identity
     * @throws IOException if config.json names certificates that are none
     */
    static FleetConnection start(
            ConfigFile config,
            TargetPoll.TargetStore store,
            StateReporter.Memory memory,
            DeviceState device,
            Supplier<Json.Members> state,
            Downloads downloads,
            Runnable news,
            Runnable anew,
            DeviceLog log)
            throws IOException {
        JdkFleetHttp http = JdkFleetHttp.of(config.apiEndpoint().orElseThrow(), config.text("balenaRootCA"));
        FleetApi api = new FleetApi(http);
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        login(config, downloads);
        FleetLink link = new FleetLink(
                config,
                clock.instant(),
                new FleetLink.Parts(
                        new Provisioning(api, random, clock, log),
                        new TargetPoll(api, new Telling(store, news), config.pollInterval(), clock, random, log),
                        new StateReporter(api, config.pollInterval(), clock, memory, log),
                        state,
                        device.versions(),
                        anew,
                        log));
        return new FleetConnection(http, link, log);
    }

    /** A store that tells of each new target. */
    private record Telling(TargetPoll.TargetStore store, Runnable news) implements TargetPoll.TargetStore {
        @Override
        public Optional<TargetState> ofFleet() {
            return store.ofFleet();
        }

        @Override
        public Optional<String> mark() {
            return store.mark();
        }

        @Override
        public void take(String text, Optional<String> mark) throws IOException {
            store.take(text, mark);
            news.run();
        }
    }

    private static void login(ConfigFile config, Downloads downloads) {
        if (config.text("registryEndpoint").isPresent()
                && config.uuid().isPresent()
                && config.deviceKey().isPresent()) {
            downloads.login(new RegistryLogin(
                    config.text("registryEndpoint").get(),
                    "d_" + config.uuid().get(),
                    config.deviceKey().get()));
        }
    }

    /** Has the fleet asked at once. */
    void askNow() {
        asking.wake();
    }

    /** Says what is wrong; empty if the fleet has answered lately. */
    Optional<String> trouble() {
        return link.trouble();
    }

    @Override
    public void close() {
        http.close();
        asking.close();
        telling.close();
    }
}
