package io.brownout.device;

/** One thing to do so that what runs becomes what is wanted. {@code why} is a few words for the log. */
sealed interface Step {
    /** Creates a container and, if its service is to run, starts it. */
    record Create(TargetState.Service service, ContainerSpec spec, String why) implements Step {}

    /** Starts a container that is there. */
    record Start(EngineContainer container, String why) implements Step {}

    /** Stops a container and keeps it. */
    record Stop(EngineContainer container, String why) implements Step {}

    /** Stops a container and removes it. */
    record Remove(EngineContainer container, String why) implements Step {}

    /** Nothing can be done for a service, since its image is not there; what runs of it goes on. */
    record AwaitImage(TargetState.Service service) implements Step {}
}
