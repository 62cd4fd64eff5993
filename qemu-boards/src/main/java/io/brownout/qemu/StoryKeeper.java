package io.brownout.qemu;

import io.brownout.board.DeviceReport;
import io.brownout.board.DeviceStory;
import java.util.ArrayList;
import java.util.List;

/** Collects what a device reports into its story. Safe for any thread. */
final class StoryKeeper {
    private final List<List<DeviceReport>> boots = new ArrayList<>();

    synchronized void beginBoot() {
        boots.add(new ArrayList<>());
    }

    synchronized void add(DeviceReport report) {
        boots.getLast().add(report);
    }

    /** Returns the number of the current or last boot; 0 before the first. */
    synchronized int boot() {
        return boots.size();
    }

    synchronized DeviceStory story() {
        List<DeviceStory.Boot> told = new ArrayList<>();
        for (List<DeviceReport> reports : boots) {
            told.add(new DeviceStory.Boot(told.size() + 1, reports));
        }
        return new DeviceStory(told);
    }
}
