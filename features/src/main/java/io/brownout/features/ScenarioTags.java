package io.brownout.features;

import io.brownout.board.GuestClock;
import io.brownout.board.UsageException;
import java.util.Optional;
import java.util.Set;

/**
 * What the tags of a scenario say about how it is to be run.
 *
 * @param scenario the identity of the scenario
 * @param tags with their {@code @}
 */
record ScenarioTags(String scenario, Set<String> tags) {
    /** Returns how time passes in it; every scenario must say so. */
    GuestClock clock() {
        boolean virtual = tags.contains("@virtual");
        boolean wall = tags.contains("@wall");
        if (virtual == wall) {
            throw new UsageException("scenario %s must say its clock: @virtual or @wall".formatted(scenario));
        }
        return virtual ? GuestClock.VIRTUAL : GuestClock.WALL;
    }

    /** Returns the value of a tag: {@code virt} for {@code @board:virt} and the key {@code board}. */
    Optional<String> value(String key) {
        String prefix = "@" + key + ":";
        return tags.stream()
                .filter(tag -> tag.startsWith(prefix))
                .map(tag -> tag.substring(prefix.length()))
                .findFirst();
    }
}
