package io.brownout.device;

/** One thing to do so that what runs becomes what is wanted. {@code why} is a few words for the log. */
sealed interface Step {
    /** Returns what it does, in a word for the log. */
    String verb();

    /** Returns the name of the service that it is done for. */
    String serviceName();

    /** Does it and logs what was done; blocks; {@link EngineException} if the engine cannot. */
    void carryOut(Engine engine, DeviceLog log);

    /** Creates a container and, if its service is to run, starts it. */
    record Create(TargetState.Service service, ContainerSpec spec, String why) implements Step {
        @Override
        public String verb() {
            return "create";
        }

        @Override
        public String serviceName() {
            return service.name();
        }

        @Override
        public void carryOut(Engine engine, DeviceLog log) {
            String id = engine.create(spec);
            tell(log, "service-created", serviceName(), id, spec.image(), why);
            if (service.running()) {
                engine.start(id);
                tell(log, "service-started", serviceName(), id, spec.image(), "it is new");
            }
        }
    }

    /** Starts a container that is there. */
    record Start(EngineContainer container, String why) implements Step {
        @Override
        public String verb() {
            return "start";
        }

        @Override
        public String serviceName() {
            return container.service();
        }

        @Override
        public void carryOut(Engine engine, DeviceLog log) {
            engine.start(container.id());
            tell(log, "service-started", serviceName(), container.id(), container.image(), why);
        }
    }

    /** Stops a container and keeps it. */
    record Stop(EngineContainer container, String why) implements Step {
        @Override
        public String verb() {
            return "stop";
        }

        @Override
        public String serviceName() {
            return container.service();
        }

        @Override
        public void carryOut(Engine engine, DeviceLog log) {
            engine.stop(container.id());
            tell(log, "service-stopped", serviceName(), container.id(), container.image(), why);
        }
    }

    /** Stops a container and removes it. */
    record Remove(EngineContainer container, String why) implements Step {
        @Override
        public String verb() {
            return "remove";
        }

        @Override
        public String serviceName() {
            return container.service();
        }

        @Override
        public void carryOut(Engine engine, DeviceLog log) {
            if (container.alive()) {
                engine.stop(container.id());
            }
            engine.remove(container.id());
            tell(log, "service-removed", serviceName(), container.id(), container.image(), why);
        }
    }

    private static void tell(DeviceLog log, String event, String service, String id, String image, String why) {
        log.event(event, "service", service, "container", EngineContainer.shortId(id), "image", image, "why", why);
    }
}
