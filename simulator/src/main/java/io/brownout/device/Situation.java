package io.brownout.device;

import java.util.Set;

/**
 * What a plan depends on besides what is wanted and what is there.
 *
 * @param locked ids of apps whose update locks are held and not overridden
 * @param handedOver services whose new container has said that it has taken over
 * @param now seconds since 1970, by the engine's clock
 */
record Situation(Set<Long> locked, Set<ServiceKey> handedOver, long now) {
    /** Copies the sets. */
    Situation {
        locked = Set.copyOf(locked);
        handedOver = Set.copyOf(handedOver);
    }
}
