package io.brownout.device;

import java.util.HashMap;
import java.util.Map;

/** A book of images in memory. */
final class MemoryBook implements ImageBook {
    private final Map<String, ServiceKey> images = new HashMap<>();

    @Override
    public Map<String, ServiceKey> known() {
        return Map.copyOf(images);
    }

    @Override
    public void note(Map<String, ServiceKey> further) {
        images.putAll(further);
    }

    @Override
    public void forget(String reference) {
        images.remove(reference);
    }
}
