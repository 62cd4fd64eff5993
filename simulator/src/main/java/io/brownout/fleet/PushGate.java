package io.brownout.fleet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * What becomes of a push, before any ref is moved: {@code master} is built, and moves only if there is a release; all else is kept and not built. Whoever pushes reads along.
 *
 * <p>Objects are there already when this is asked; those of a refused push are garbage that git collects.
 */
final class PushGate implements PreReceiveHook {
    private static final String BUILT = Constants.R_HEADS + Constants.MASTER;

    private final Application application;
    private final PushBuilder builder;

    PushGate(Application application, PushBuilder builder) {
        this.application = application;
        this.builder = builder;
    }

    @Override
    public void onPreReceive(ReceivePack push, Collection<ReceiveCommand> commands) {
        for (ReceiveCommand command : commands) {
            if (!command.getRefName().equals(BUILT)) {
                say(
                        push,
                        "%s is kept and not built: only master is"
                                .formatted(Repository.shortenRefName(command.getRefName())));
            } else if (command.getType() == ReceiveCommand.Type.DELETE) {
                refuse(command, "master is what the devices run: it cannot be deleted");
            } else {
                build(push, command);
            }
        }
    }

    private void build(ReceivePack push, ReceiveCommand command) {
        try {
            RevCommit commit = push.getRepository().parseCommit(command.getNewId());
            Optional<ProjectKind> kind = ProjectKind.of(file -> isFile(push.getRepository(), commit, file));
            if (kind.isEmpty()) {
                refuse(
                        command,
                        "nothing says how to build it: expected one of %s in the root of the project"
                                .formatted(ProjectKind.files()));
                return;
            }
            say(
                    push,
                    "building %s of %s with its %s"
                            .formatted(
                                    commit.abbreviate(7).name(),
                                    application,
                                    kind.get().file()));
            builder.build(
                    PushedCommit.of(application, commit, kind.get(), push.getRepository()), line -> say(push, line));
        } catch (BuildFailedException e) {
            refuse(command, "the build failed: " + e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            refuse(command, "the builder could not do its work: " + e.getMessage());
        }
    }

    private static boolean isFile(Repository repository, RevCommit commit, String file) {
        try (TreeWalk found = TreeWalk.forPath(repository, file, commit.getTree())) {
            return found != null
                    && (FileMode.REGULAR_FILE.equals(found.getRawMode(0))
                            || FileMode.EXECUTABLE_FILE.equals(found.getRawMode(0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuse(ReceiveCommand command, String reason) {
        command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, reason);
    }

    /** At once: a build takes minutes. A developer who has gone does not end it. */
    private static void say(ReceivePack push, String line) {
        try {
            OutputStream out = push.getMessageOutputStream();
            if (out != null) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            // Nobody reads any more.
        }
    }
}
