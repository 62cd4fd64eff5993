package io.brownout.fleet;

import io.brownout.board.HarnessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** The bare repositories of applications, one folder each; made when they are first asked for. Safe for any thread. */
final class GitRepositories {
    private final Path folder;
    private final Map<Application, ReentrantLock> pushes = new ConcurrentHashMap<>();

    GitRepositories(Path folder) {
        this.folder = folder;
    }

    /** Opens one; the caller closes it. */
    synchronized Repository open(Application application) {
        Path place = folder.resolve(application.remote());
        try {
            Repository repository = new FileRepositoryBuilder()
                    .setGitDir(place.toFile())
                    .setBare()
                    .build();
            if (!Files.exists(place.resolve("HEAD"))) {
                create(repository);
            }
            return repository;
        } catch (IOException e) {
            throw new HarnessException(
                    "the repository of %s at %s cannot be used: %s".formatted(application, place, e.getMessage()), e);
        }
    }

    private static void create(Repository repository) throws IOException {
        repository.create(true);
        StoredConfig config = repository.getConfig();
        // A push that was answered with success must be there after a power cut: JGit syncs what it packs only if it is
        // told to.
        config.setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "fsyncobjectfiles", true);
        config.setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "fsyncreffiles", true);
        config.save();
    }

    /** Returns what is held while an application is pushed to: its releases are made one after the other. */
    ReentrantLock pushLock(Application application) {
        return pushes.computeIfAbsent(application, it -> new ReentrantLock());
    }
}
