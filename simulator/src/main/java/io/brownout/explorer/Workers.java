package io.brownout.explorer;

import io.brownout.board.HarnessException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several threads that share one piece of work, each taking of it what it can. */
public final class Workers {
    private Workers() {}

    /** What each of the threads does, until nothing is left to take. Must be safe for several threads. */
    public interface Work {
        /** Does its share. */
        void run() throws InterruptedException;
    }

    /**
     * Runs the work on so many threads and waits for all of them; the first that fails ends the others.
     *
     * @throws HarnessException if one of them failed with something that is neither an error of the harness nor of its use
     */
    public static void run(int jobs, Work work) throws InterruptedException {
        try (ExecutorService workers = Executors.newFixedThreadPool(
                jobs, Thread.ofPlatform().daemon().name("explore-", 1).factory())) {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < jobs; i++) {
                futures.add(workers.submit(() -> {
                    work.run();
                    return null;
                }));
            }
            try {
                for (Future<?> future : futures) {
                    future.get();
                }
            } catch (ExecutionException e) {
                workers.shutdownNow();
                throw e.getCause() instanceof RuntimeException known
                        ? known
                        : new HarnessException("the exploration failed: " + e.getCause(), e);
            } catch (InterruptedException e) {
                workers.shutdownNow();
                throw e;
            }
        }
    }
}
