/**
 * The words that every room shares: boards and what can be done with them, deadlines, what a device reports, and the events of a run.
 *
 * <p>Nothing in this package starts anything.
 */
@NullMarked
package io.brownout.board;

import org.jspecify.annotations.NullMarked;
