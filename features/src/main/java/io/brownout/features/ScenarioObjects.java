package io.brownout.features;

import io.cucumber.core.backend.ObjectFactory;
import io.cucumber.core.runtime.ObjectFactorySupplier;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.picocontainer.MutablePicoContainer;
import org.picocontainer.PicoBuilder;

/** Makes the step classes and the {@link World} of one scenario, with PicoContainer, and lets them ask for the {@link RunContext}. */
final class ScenarioObjects implements ObjectFactory {
    private final RunContext context;
    private final Set<Class<?>> classes = new LinkedHashSet<>();
    private @Nullable MutablePicoContainer container;

    private ScenarioObjects(RunContext context) {
        this.context = context;
    }

    /** Returns a supplier as Cucumber wants it: always the same factory within a thread, another one in each thread. */
    static ObjectFactorySupplier supplier(RunContext context) {
        ThreadLocal<ObjectFactory> perThread = ThreadLocal.withInitial(() -> new ScenarioObjects(context));
        return perThread::get;
    }

    @Override
    public void start() {
        MutablePicoContainer scenario = new PicoBuilder().withCaching().build();
        scenario.addComponent(context);
        scenario.addComponent(World.class);
        scenario.addComponent(DeviceUnderTest.class);
        classes.forEach(scenario::addComponent);
        container = scenario;
    }

    @Override
    public void stop() {
        container = null;
    }

    @Override
    public boolean addClass(Class<?> type) {
        classes.add(type);
        return true;
    }

    @Override
    public <T> T getInstance(Class<T> type) {
        if (container == null) {
            throw new IllegalStateException("no scenario is running");
        }
        return container.getComponent(type);
    }
}
