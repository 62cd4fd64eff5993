/** The steps of the feature files and the command line that runs them. */
@NullMarked
package io.brownout.features;

import org.jspecify.annotations.NullMarked;
