package io.brownout.device;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One thing to do so that what is on a device becomes what is wanted. {@code why} is a few words for the log. */
sealed interface Step {
    /**
     * What steps are done with.
     *
     * @param locks empty on a host that has no place for them
     */
    record Tools(Engine engine, Downloads downloads, ImageBook book, Optional<UpdateLocks> locks, DeviceLog log) {
        private void tell(String event, String service, String id, String image, String why) {
            log.event(event, "service", service, "container", EngineContainer.shortId(id), "image", image, "why", why);
        }

        private void remove(EngineContainer container, String why) {
            if (container.alive()) {
                engine.stop(container.id());
            }
            engine.remove(container.id());
            tell("service-removed", container.service(), container.id(), container.image(), why);
        }

        private void create(TargetState.Service service, ContainerSpec spec, String why) {
            String id = engine.create(spec);
            tell("service-created", service.name(), id, spec.image(), why);
            if (service.running()) {
                engine.start(id);
                tell("service-started", service.name(), id, spec.image(), "it is new");
            }
        }
    }

    /** Returns what it does, in a word for the log. */
    String verb();

    /** Returns what it is done to: the name of a service, an image, a volume or a network. */
    String subject();

    /** Does it and logs what was done; blocks; {@link EngineException} if the engine cannot. */
    void carryOut(Tools tools);

    /** Begins to fetch an image; goes on while other steps are done. */
    record Fetch(ServiceKey service, String image) implements Step {
        @Override
        public String verb() {
            return "fetch";
        }

        @Override
        public String subject() {
            return image;
        }

        @Override
        public void carryOut(Tools tools) {
            tools.downloads().begin(image);
        }
    }

    /** Removes what was there of a service, creates a container and, if its service is to run, starts it. One step, so that what could not be removed keeps the new one from running beside it. */
    record Create(TargetState.Service service, ContainerSpec spec, List<EngineContainer> old, String why)
            implements Step {
        @Override
        public String verb() {
            return "create";
        }

        @Override
        public String subject() {
            return service.name();
        }

        @Override
        public void carryOut(Tools tools) {
            old.forEach(container -> tools.remove(container, "its service is to be replaced"));
            tools.create(service, spec, why);
        }
    }

    /** Creates and starts a container beside the one that it will replace; what an earlier one has said about having taken over is forgotten before. */
    record CreateBeside(long app, TargetState.Service service, ContainerSpec spec) implements Step {
        @Override
        public String verb() {
            return "create-beside";
        }

        @Override
        public String subject() {
            return service.name();
        }

        @Override
        public void carryOut(Tools tools) {
            try {
                if (tools.locks().isPresent()) {
                    tools.locks().get().forgetHandover(new ServiceKey(app, service.name()));
                }
            } catch (IOException e) {
                throw new EngineException("the sign of an earlier hand-over cannot be removed: " + e.getMessage(), e);
            }
            tools.create(service, spec, "it is to take over");
        }
    }

    /** Starts a container that is there. */
    record Start(EngineContainer container, String why) implements Step {
        @Override
        public String verb() {
            return "start";
        }

        @Override
        public String subject() {
            return container.service();
        }

        @Override
        public void carryOut(Tools tools) {
            tools.engine().start(container.id());
            tools.tell("service-started", subject(), container.id(), container.image(), why);
        }
    }

    /** Stops a container and keeps it. */
    record Stop(EngineContainer container, String why) implements Step {
        @Override
        public String verb() {
            return "stop";
        }

        @Override
        public String subject() {
            return container.service();
        }

        @Override
        public void carryOut(Tools tools) {
            tools.engine().stop(container.id());
            tools.tell("service-stopped", subject(), container.id(), container.image(), why);
        }
    }

    /** Stops a container and removes it. */
    record Remove(EngineContainer container, String why) implements Step {
        @Override
        public String verb() {
            return "remove";
        }

        @Override
        public String subject() {
            return container.service();
        }

        @Override
        public void carryOut(Tools tools) {
            tools.remove(container, why);
        }
    }

    /** Removes an image that no target names any more. */
    record RemoveImage(String image) implements Step {
        @Override
        public String verb() {
            return "remove-image";
        }

        @Override
        public String subject() {
            return image;
        }

        @Override
        public void carryOut(Tools tools) {
            tools.engine().removeImage(image);
            tools.book().forget(image);
            tools.log().event("image-removed", "image", image);
        }
    }

    /** Creates a volume. */
    record CreateVolume(EngineResource volume) implements Step {
        @Override
        public String verb() {
            return "create-volume";
        }

        @Override
        public String subject() {
            return volume.name();
        }

        @Override
        public void carryOut(Tools tools) {
            tools.engine().createVolume(volume);
            tools.log().event("volume-created", "volume", volume.name());
        }
    }

    /** Removes a volume and what is in it. */
    record RemoveVolume(EngineResource volume) implements Step {
        @Override
        public String verb() {
            return "remove-volume";
        }

        @Override
        public String subject() {
            return volume.name();
        }

        @Override
        public void carryOut(Tools tools) {
            tools.engine().removeVolume(volume.name());
            tools.log().event("volume-removed", "volume", volume.name());
        }
    }

    /** Creates a network. */
    record CreateNetwork(EngineResource network) implements Step {
        @Override
        public String verb() {
            return "create-network";
        }

        @Override
        public String subject() {
            return network.name();
        }

        @Override
        public void carryOut(Tools tools) {
            tools.engine().createNetwork(network);
            tools.log().event("network-created", "network", network.name());
        }
    }

    /** Removes a network. */
    record RemoveNetwork(EngineResource network) implements Step {
        @Override
        public String verb() {
            return "remove-network";
        }

        @Override
        public String subject() {
            return network.name();
        }

        @Override
        public void carryOut(Tools tools) {
            tools.engine().removeNetwork(network.name());
            tools.log().event("network-removed", "network", network.name());
        }
    }
}
