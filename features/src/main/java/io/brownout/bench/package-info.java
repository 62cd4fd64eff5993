/** Benchmarks: what the glass card costs, side by side with what others do in the same minute on the same machine. */
@NullMarked
package io.brownout.bench;

import org.jspecify.annotations.NullMarked;
