package io.brownout.device;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What somebody may ask of the apps of a device besides their target. Each deed is done between two passes of the keeper, so that none sees it half done; what it has taken away, the keeper makes anew. Blocks
 * for as long as the engine takes; {@link EngineException} if it cannot. Safe for any thread.
 */
final class Deeds {
    private final Engine engine;
    private final AppKeeper keeper;
    private final Runnable wake;

    Deeds(Engine engine, AppKeeper keeper, Runnable wake) {
        this.engine = engine;
        this.keeper = keeper;
        this.wake = wake;
    }

    /** Has all containers of an app made anew. */
    void restart(long app) {
        removing(it -> it.app() == app);
    }

    /** Has one service's containers made anew. */
    void restart(ServiceKey service) {
        removing(it -> it.key().equals(service));
    }

    private void removing(Predicate<EngineContainer> which) {
        keeper.between(() -> keeper.release(removed(which)));
        wake.run();
    }

    private Set<ServiceKey> removed(Predicate<EngineContainer> which) {
        Set<ServiceKey> services = new HashSet<>();
        for (EngineContainer container : engine.containers()) {
            if (which.test(container)) {
                engine.stop(container.id());
                engine.remove(container.id());
                services.add(container.key());
            }
        }
        return services;
    }

    /** Has an app begin with empty volumes. */
    void purge(long app) {
        keeper.between(() -> {
            keeper.release(removed(it -> it.app() == app));
            for (EngineResource volume : engine.volumes()) {
                if (volume.app().equals(Optional.of(app))) {
                    engine.removeVolume(volume.name());
                }
            }
        });
        wake.run();
    }

    /** Stops a service until it is started again, or the supervisor is. */
    void stop(ServiceKey service) {
        keeper.between(() -> {
            keeper.hold(Set.of(service));
            engine.containers().stream()
                    .filter(it -> it.key().equals(service) && it.alive())
                    .forEach(it -> engine.stop(it.id()));
        });
    }

    /** Starts a service that has been stopped. */
    void start(ServiceKey service) {
        keeper.between(() -> {
            keeper.release(Set.of(service));
            engine.containers().stream()
                    .filter(it -> it.key().equals(service) && !it.alive())
                    .forEach(it -> engine.start(it.id()));
        });
        wake.run();
    }

    /** Removes the volumes that the supervisor has made and no release names any more. */
    void cleanVolumes(TargetState target) {
        Set<String> needed = new HashSet<>();
        target.apps()
                .forEach(app -> app.neededVolumes()
                        .forEach(name ->
                                needed.add(EngineResource.of(app.id(), name).name())));
        keeper.between(() -> {
            List<EngineResource> volumes = engine.volumes();
            volumes.stream()
                    .filter(it -> it.app().isPresent() && !needed.contains(it.name()))
                    .forEach(it -> engine.removeVolume(it.name()));
        });
    }
}
