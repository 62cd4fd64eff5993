/**
 * The backend of a fleet: what developers push to and what devices talk to. Real components, so that devices under test have something real to talk to.
 *
 * <p>Knows no board and no card.
 */
@NullMarked
package io.brownout.fleet;

import org.jspecify.annotations.NullMarked;
