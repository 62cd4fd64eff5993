/** The backend of a fleet as it runs: a container engine of this program's own, and in it the registry and the builder. Real components, started and ended with this program, offline but for Debian's mirror. */
@NullMarked
package io.brownout.stack;

import org.jspecify.annotations.NullMarked;
