package io.brownout.features;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Tells the world of a scenario which of its steps begins: Cucumber says so only to its plugins, which know no world. Safe for any thread. */
public final class StepNotes {
    private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();

    /** Creates it, with nobody listening. */
    public StepNotes() {}

    /** Says who is to be told of the steps of a scenario, by its identity, until {@link #ended}. */
    void listen(String scenario, Consumer<String> listener) {
        listeners.put(scenario, listener);
    }

    /** Tells that a step begins. */
    void begins(String scenario, String step) {
        Consumer<String> listener = listeners.get(scenario);
        if (listener != null) {
            listener.accept(step);
        }
    }

    /** Forgets who listened. */
    void ended(String scenario) {
        listeners.remove(scenario);
    }
}
