/**
 * Every power cut: from one recorded update, a verdict for each point at which the power could have gone.
 *
 * <p>Knows a device only as something that can be started from a card and that settles; what it read tells which other states it could not have told apart.
 */
@NullMarked
package io.brownout.explorer;

import org.jspecify.annotations.NullMarked;
