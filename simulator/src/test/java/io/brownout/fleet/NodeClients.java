package io.brownout.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Balena's clients for Node.js, as npm has them, unpacked into the user's cache: no script of theirs runs while they are installed. */
final class NodeClients {
    private static final int LEAST_NODE = 20;

    private final Path folder;

    private NodeClients(Path folder) {
        this.folder = folder;
    }

    /** Says what is missing on this machine; empty if nothing is. */
    static String whyNot() {
        try {
            String version =
                    output(List.of("node", "--version"), Path.of("."), Map.of()).strip();
            output(List.of("npm", "--version"), Path.of("."), Map.of());
            return Integer.parseInt(version.replaceAll("^v|\\..*", "")) < LEAST_NODE
                    ? "expected Node.js %d or later, found %s: apt-get install nodejs npm"
                            .formatted(LEAST_NODE, version)
                    : "";
        } catch (IOException e) {
            return "expected node and npm: apt-get install nodejs npm (%s)".formatted(e.getMessage());
        }
    }

    /**
     * Installs them, unless they are there already.
     *
     * @throws IOException if npm cannot have them
     */
    static NodeClients installed() throws IOException {
        String packages = resource("package.json");
        Path place = cache().resolve("node-clients").resolve(Keys.hash(packages).substring(0, 16));
        if (!Files.isDirectory(place)) {
            Files.createDirectories(place.getParent());
            Path fresh = Files.createTempDirectory(place.getParent(), "installing");
            Files.writeString(fresh.resolve("package.json"), packages);
            output(
                    List.of("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"),
                    fresh,
                    Map.of());
            try {
                Files.move(fresh, place);
            } catch (FileAlreadyExistsException e) {
                // Another test was quicker: its copy is as good.
            }
        }
        return new NodeClients(place);
    }

    private static Path cache() {
        String chosen = System.getenv("XDG_CACHE_HOME");
        return (chosen == null || chosen.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(chosen))
                .resolve("brownout");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(NodeClients.class.getResourceAsStream("clients/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Runs a script of this package's, which trusts one more authority; returns what it says on its standard output. */
    JsonNode run(String script, Path workFolder, Path authority, List<String> arguments) throws IOException {
        Path file = Files.writeString(workFolder.resolve(script), resource(script));
        List<String> command = new ArrayList<>(List.of("node", file.toString()));
        command.addAll(arguments);
        return Json.read(output(
                command,
                workFolder,
                Map.of(
                        "NODE_PATH",
                        folder.resolve("node_modules").toString(),
                        "NODE_EXTRA_CA_CERTS",
                        authority.toString())));
    }

    private static String output(List<String> command, Path in, Map<String, String> environment) throws IOException {
        Path errors = Files.createTempFile("node", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(in.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(Duration.ofMinutes(3).toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new IOException("%s failed: %s".formatted(command.getFirst(), Files.readString(errors)));
            }
            return said;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(errors);
        }
    }
}
