package io.brownout.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * A commit that somebody has pushed to be built. Good for as long as its build takes; for one thread.
 *
 * @param application whose it is
 * @param commit its name, 40 hexadecimal digits
 * @param message the first line of its message
 * @param kind what says how it is built
 * @param repository has it, and is open
 */
public record PushedCommit(
        Application application, String commit, String message, ProjectKind kind, Repository repository) {
    private static final Set<PosixFilePermission> EXECUTABLE = Set.of(
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);

    static PushedCommit of(Application application, RevCommit commit, ProjectKind kind, Repository repository) {
        return new PushedCommit(application, commit.name(), commit.getShortMessage(), kind, repository);
    }

    /**
     * Writes its files into a folder, which must be there and empty. Executable ones stay so, symbolic links become links; submodules are left out, since git has not been given them.
     *
     * @throws IOException if the disk is full, or a file or link of the commit would lie outside of the folder
     */
    public void writeTo(Path folder) throws IOException {
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(repository.parseCommit(ObjectId.fromString(commit)).getTree());
            walk.setRecursive(true);
            while (walk.next()) {
                write(walk, inside(folder, walk.getPathString()));
            }
        }
    }

    /** A tree that was not made by git itself may hold names such as {@code ..}, or a link and then something below it. */
    private static Path inside(Path folder, String name) throws IOException {
        Path path = folder.resolve(name).normalize();
        Path parent = path.getParent();
        if (parent == null || path.equals(folder) || !path.startsWith(folder)) {
            throw outside(name);
        }
        Files.createDirectories(parent);
        if (!parent.toRealPath().startsWith(folder.toRealPath())) {
            throw outside(name);
        }
        return path;
    }

    private static IOException outside(String name) {
        return new IOException("the commit has a file outside of its own tree: " + name);
    }

    private void write(TreeWalk walk, Path path) throws IOException {
        int mode = walk.getRawMode(0);
        if (FileMode.GITLINK.equals(mode)) {
            return;
        }
        ObjectLoader object = repository.open(walk.getObjectId(0));
        if (FileMode.SYMLINK.equals(mode)) {
            Files.createSymbolicLink(path, Path.of(new String(object.getBytes(), StandardCharsets.UTF_8)));
            return;
        }
        try (InputStream content = object.openStream()) {
            Files.copy(content, path);
        }
        if (FileMode.EXECUTABLE_FILE.equals(mode)) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            permissions.addAll(EXECUTABLE);
            Files.setPosixFilePermissions(path, permissions);
        }
    }
}
