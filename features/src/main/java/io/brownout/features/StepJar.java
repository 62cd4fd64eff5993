package io.brownout.features;

import io.brownout.board.HarnessException;
import io.brownout.board.UsageException;
import io.brownout.qemu.PrivateFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Steps of a user's own: a jar with step classes, each of which may ask in its constructor for the {@link DeviceUnderTest}. What else they need must be in the jar, or in Brownout.
 */
public final class StepJar implements AutoCloseable {
    private static final String CLASS = ".class";

    private final PrivateFolder folder;
    private final Set<String> packages;
    private final URLClassLoader classes;

    private StepJar(PrivateFolder folder, Set<String> packages, URLClassLoader classes) {
        this.folder = folder;
        this.packages = Set.copyOf(packages);
        this.classes = classes;
    }

    /**
     * Opens a jar.
     *
     * @throws UsageException if it is none, or has no classes in it
     */
    public static StepJar open(Path file) {
        // Cucumber asks a class loader for packages, which a jar need not list: a folder always can.
        PrivateFolder folder = PrivateFolder.create(PrivateFolder.usualParent());
        try {
            Set<String> packages = unpacked(file, folder.path());
            if (packages.isEmpty()) {
                throw new UsageException(
                        "expected step classes in %s, seen: no class in any package; build the jar from compiled classes"
                                .formatted(file));
            }
            URL[] urls = {folder.path().toUri().toURL()};
            return new StepJar(folder, packages, new URLClassLoader("steps", urls, StepJar.class.getClassLoader()));
        } catch (IOException e) {
            folder.close();
            throw new UsageException("expected a jar with step classes at %s: %s".formatted(file, e.getMessage()), e);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static Set<String> unpacked(Path file, Path folder) throws IOException {
        Set<String> packages = new TreeSet<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory() || !target.startsWith(folder)) {
                    continue;
                }
                Files.createDirectories(target.getParent());
                try (InputStream content = jar.getInputStream(entry)) {
                    Files.copy(content, target);
                }
                if (isOfPackage(entry.getName())) {
                    packages.add(entry.getName().substring(0, entry.getName().lastIndexOf('/')));
                }
            }
        }
        return packages;
    }

    private static boolean isOfPackage(String name) {
        return name.endsWith(CLASS) && name.contains("/") && !name.startsWith("META-INF/");
    }

    /** Returns where Cucumber finds the step classes. */
    List<URI> glue() {
        return packages.stream().map(it -> URI.create("classpath:/" + it)).toList();
    }

    /** Returns what loads them; it knows Brownout's own as well. */
    ClassLoader classes() {
        return classes;
    }

    @Override
    public void close() {
        try (folder) {
            classes.close();
        } catch (IOException e) {
            throw new HarnessException("cannot close a jar with steps: " + e.getMessage(), e);
        }
    }
}
