package io.brownout.device;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The supervisor of one real device: its loop, its watch on the engine, its line to its fleet and its local API. They live until it is closed.
 */
final class Supervisor implements AutoCloseable {
    /** The folder of update locks in the one that is shared with the OS. */
    static final String LOCKS = "services";

    private static final String LAST_REPORT = "last-report.json";

    private final AppLoop loop;
    private final Optional<FleetConnection> fleet;
    private final Engine.Watch watch;
    private final LocalServer server;

    private Supervisor(AppLoop loop, Optional<FleetConnection> fleet, Engine.Watch watch, LocalServer server) {
        this.loop = loop;
        this.fleet = fleet;
        this.watch = watch;
        this.server = server;
    }

    /**
     * Starts everything.
     *
     * @param dataFolder where target and key are kept
     * @param host the folder that it shares with the OS around its container; the API says so when it is not there
     * @param port of the local API; 0 for a free one
     * @param anew called when the program must start anew, under another identity
     */
    static Supervisor start(
            Engine engine,
            Path dataFolder,
            ConfigFile config,
            DeviceIdentity device,
            Path host,
            int port,
            Runnable anew,
            DeviceLog log)
            throws IOException {
        StateFile kept = new StateFile(dataFolder, log);
        TargetFolder target = new TargetFolder(dataFolder, kept, config.unmanaged(), log);
        ApiKey key = ApiKey.of(dataFolder, log);
        InstantSource clock = InstantSource.system();
        Downloads downloads = new Downloads(engine, clock, log);
        AppKeeper keeper = new AppKeeper(engine, target, device, downloads, kept, clock, log);
        DeviceState state = new DeviceState(device, port, dataFolder);
        AppLoop loop = AppLoop.start(keeper, log, System::nanoTime);
        Optional<FleetConnection> fleet = Optional.empty();
        try {
            if (config.apiEndpoint().isPresent()) {
                fleet = Optional.of(FleetConnection.start(
                        config,
                        target,
                        new ReportFile(host.resolve(LAST_REPORT)),
                        state,
                        () -> state.report(
                                key.value(),
                                keeper.seen()
                                        .map(seen -> ReportedState.apps(seen, downloads))
                                        .orElse(Json.object())),
                        downloads,
                        loop::wake,
                        anew,
                        log));
            }
        } catch (IOException e) {
            log.event("fleet-out-of-reach", "error", e, "then", "what runs goes on");
        }
        Optional<FleetConnection> connection = fleet;
        LocalApi api = new LocalApi(new LocalApi.Parts(
                engine,
                target,
                keeper,
                downloads,
                state,
                () -> loop.trouble().or(() -> connection.flatMap(FleetConnection::trouble)),
                new UpdateLocks(host.resolve(LOCKS)),
                new HostRequests(host),
                key,
                // A config.json that cannot be read may be that of a fleet's device.
                () -> config.trouble().isEmpty() && target.localMode(),
                () -> {
                    loop.wake();
                    connection.ifPresent(FleetConnection::askNow);
                }));
        try {
            LocalServer server = LocalServer.start(port, api::answer, log);
            return new Supervisor(loop, fleet, engine.watch(loop::wake), server);
        } catch (IOException e) {
            fleet.ifPresent(FleetConnection::close);
            loop.close();
            throw e;
        }
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
        watch.close();
        fleet.ifPresent(FleetConnection::close);
        loop.close();
    }
}
