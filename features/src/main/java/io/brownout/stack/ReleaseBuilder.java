package io.brownout.stack;

import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.AuthConfig;
import io.brownout.fleet.BuildFailedException;
import io.brownout.fleet.ProjectKind;
import io.brownout.fleet.PushBuilder;
import io.brownout.fleet.PushedCommit;
import io.brownout.qemu.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes a release of a commit: each of its services is built for the devices' processor on the backend's engine, where a program of another processor runs under qemu-user, and pushed to the registry. What an engine has built once it takes from its cache.
 *
 * <p>Safe for any thread.
 */
final class ReleaseBuilder implements PushBuilder {
    private final EngineClient engine;
    private final ReleaseBook book;
    private final AuthConfig rights;

    /** Uses an engine, and the rights with which it pushes. */
    ReleaseBuilder(EngineClient engine, ReleaseBook book, AuthConfig rights) {
        this.engine = engine;
        this.book = book;
        this.rights = rights;
    }

    @Override
    public void build(PushedCommit commit, Consumer<String> console) throws BuildFailedException, IOException {
        DeviceKind kind = book.kind(commit.application());
        try (PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent())) {
            Path project = Files.createDirectory(folder.resolve("project"));
            commit.writeTo(project);
            Composition composition = Composition.of(project, commit.kind());
            ReleaseBook.Draft draft = book.begin(commit.application(), commit.commit(), composition);
            try {
                for (Map.Entry<String, Composition.Service> service :
                        composition.services().entrySet()) {
                    Prepared prepared = prepared(project, commit, service.getValue(), kind);
                    make(draft, service.getKey(), prepared, kind, console);
                }
                draft.succeed();
            } catch (BuildFailedException | IOException | RuntimeException e) {
                fail(draft, e);
                throw e;
            }
            console.accept("release %s of %s is there for its devices"
                    .formatted(commit.commit().substring(0, 7), commit.application()));
        }
    }

    /** Whoever pushed is told why it failed, and not that this could not be noted. */
    private static void fail(ReleaseBook.Draft draft, Exception why) {
        try {
            draft.fail();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** A folder that an engine can build. */
    private record Prepared(Path context, String dockerfile) {}

    private static Prepared prepared(Path project, PushedCommit commit, Composition.Service service, DeviceKind kind)
            throws BuildFailedException, IOException {
        return switch (service) {
            case Composition.Service.Built(String context, String dockerfile) -> {
                Path folder = project.resolve(context);
                if (!isInside(project, folder) || !Files.isDirectory(folder)) {
                    throw new BuildFailedException("there is no folder %s in the project".formatted(context));
                }
                for (String written :
                        List.of(ProjectKind.DOCKERFILE_TEMPLATE.file(), ProjectKind.DOCKERFILE.file(), dockerfile)) {
                    if (Files.isSymbolicLink(folder.resolve(written)) && !isInside(project, folder.resolve(written))) {
                        throw new BuildFailedException("%s of %s leads out of the project".formatted(written, context));
                    }
                }
                Dockerfiles.prepare(folder, commit.kind(), kind);
                if (!isInside(project, folder.resolve(dockerfile))
                        || !Files.isRegularFile(folder.resolve(dockerfile))) {
                    throw new BuildFailedException("there is no %s in %s".formatted(dockerfile, context));
                }
                yield new Prepared(folder, dockerfile);
            }
            case Composition.Service.Taken(String image) -> {
                Path folder = Files.createTempDirectory(project, "image-");
                Files.writeString(folder.resolve("Dockerfile"), "FROM " + image + "\n");
                yield new Prepared(folder, "Dockerfile");
            }
        };
    }

    /** A link that somebody pushed may lead to the files of this machine; what is not there is nowhere. */
    private static boolean isInside(Path project, Path path) throws IOException {
        return Files.exists(path) && path.toRealPath().startsWith(project.toRealPath());
    }

    private void make(
            ReleaseBook.Draft draft, String service, Prepared prepared, DeviceKind kind, Consumer<String> console)
            throws BuildFailedException, IOException {
        String location = draft.image(service);
        try {
            engine.build(
                    prepared.context(),
                    prepared.dockerfile(),
                    location,
                    Optional.of(kind.platform()),
                    line -> console.accept("[%s] %s".formatted(service, line)));
            console.accept("[%s] pushing".formatted(service));
            String digest = engine.push(location, rights);
            draft.pushed(service, digest, engine.bytesOf(location));
        } catch (DockerClientException | DockerException e) {
            throw new BuildFailedException("%s: %s".formatted(service, oneLine(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + service + " was built", e);
        }
    }

    private static String oneLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).strip().replace('\n', ' ');
    }
}
