package io.brownout.qemu;

import java.nio.file.Path;
import java.time.Instant;

/**
 * An image in the cache.
 *
 * @param folder holds it
 * @param builtAt when its build ended
 * @param current whether it is what its recipe builds today; another one would be built anew when it is asked for
 */
public record BuiltImage(ImageName name, Path folder, Instant builtAt, boolean current) {}
