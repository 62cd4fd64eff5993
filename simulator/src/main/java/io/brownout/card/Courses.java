package io.brownout.card;

import io.brownout.card.LiveFault.Course;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The courses that the faults of a card take, over its whole life. */
final class Courses {
    private final Map<FaultKind, Course> courses = new LinkedHashMap<>();

    /** What becomes of a request, and the first fault that has a hand in it. */
    record Decision(Reaction reaction, Optional<FaultKind> fault) {}

    Courses(CardProfile profile, long seed) {
        for (CardFault fault : profile.faults()) {
            if (fault instanceof LiveFault live) {
                courses.put(fault.kind(), live.begin(seed));
            }
        }
    }

    /** Says that nothing will ever happen to a request. */
    boolean isEmpty() {
        return courses.isEmpty();
    }

    Decision decide(LiveRequest request) {
        Reaction all = Reaction.NORMAL;
        Optional<FaultKind> first = Optional.empty();
        for (Map.Entry<FaultKind, Course> course : courses.entrySet()) {
            Reaction reaction = course.getValue().react(request);
            if (first.isEmpty() && !reaction.isNormal()) {
                first = Optional.of(course.getKey());
            }
            all = all.and(reaction);
        }
        return new Decision(all, first);
    }
}
