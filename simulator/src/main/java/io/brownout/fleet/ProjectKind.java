package io.brownout.fleet;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What says how a project is built. The first that is there counts, as in balena's documentation of project types. */
public enum ProjectKind {
    /** Several services, each built by itself. */
    COMPOSE("docker-compose.yml"),
    /** A Dockerfile with names of the device's kind to be filled in. */
    DOCKERFILE_TEMPLATE("Dockerfile.template"),
    /** A Dockerfile. */
    DOCKERFILE("Dockerfile"),
    /** A program for Node.js, without a word on how to build it. */
    PACKAGE_JSON("package.json");

    private final String file;

    ProjectKind(String file) {
        this.file = file;
    }

    /** Returns the name of the file in the project's root that says so. */
    public String file() {
        return file;
    }

    /** Says of what kind a project is; empty if nobody could build it. */
    static Optional<ProjectKind> of(Predicate<String> hasFile) {
        return Arrays.stream(values()).filter(it -> hasFile.test(it.file)).findFirst();
    }

    /** Names all the files, for messages. */
    static String files() {
        return Arrays.stream(values()).map(ProjectKind::file).collect(Collectors.joining(", "));
    }
}
