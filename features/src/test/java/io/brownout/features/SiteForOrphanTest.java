package io.brownout.features;

import java.time.Duration;

/** A program that makes the network of a site and then does nothing, until somebody ends it. Run by {@link SiteNetworkTest} in a JVM of its own. */
final class SiteForOrphanTest {
    private SiteForOrphanTest() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (SiteNetwork site = SiteNetwork.create(1)) {
            System.out.println("ready " + site.hostSeenFromBoard());
            Thread.sleep(Duration.ofMinutes(10)); // For the kill; a test that forgets it is not kept for ever.
        }
    }
}
