package io.brownout.device;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * The supervisor of one real device: its loop, its watch on the engine and its local API. They live until it is closed.
 */
final class Supervisor implements AutoCloseable {
    /** The folder of update locks in the one that is shared with the OS. */
    static final String LOCKS = "services";

    private final AppLoop loop;
    private final Engine.Watch watch;
    private final LocalServer server;

    private Supervisor(AppLoop loop, Engine.Watch watch, LocalServer server) {
        this.loop = loop;
        this.watch = watch;
        this.server = server;
    }

    /**
     * Starts everything.
     *
     * @param dataFolder where target and key are kept
     * @param host the folder that it shares with the OS around its container; the API says so when it is not there
     * @param port of the local API; 0 for a free one
     */
    static Supervisor start(
            Engine engine,
            Path dataFolder,
            ConfigFile config,
            DeviceIdentity device,
            Path host,
            int port,
            DeviceLog log)
            throws IOException {
        StateFile kept = new StateFile(dataFolder, log);
        TargetSource target = new TargetFolder(dataFolder, kept, log);
        String key = ApiKey.of(dataFolder, log);
        InstantSource clock = InstantSource.system();
        Downloads downloads = new Downloads(engine, clock, log);
        AppKeeper keeper = new AppKeeper(engine, target, device, downloads, kept, clock, log);
        AppLoop loop = AppLoop.start(keeper, log, System::nanoTime);
        LocalApi api = new LocalApi(
                engine,
                target,
                new DeviceState(device, port),
                loop::trouble,
                new UpdateLocks(host.resolve(LOCKS)),
                new HostRequests(host),
                key,
                config::unmanaged);
        try {
            LocalServer server = LocalServer.start(port, api::answer, log);
            return new Supervisor(loop, engine.watch(loop::wake), server);
        } catch (IOException e) {
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
        loop.close();
    }
}
