/**
 * The command line: one class for each subcommand.
 *
 * <p>A package of its own because Cucumber looks for step definitions in the other one, and nothing here is a step.
 */
@NullMarked
package io.brownout.cli;

import org.jspecify.annotations.NullMarked;
