/** The card made of glass: every sector a device reads and writes passes through here, and here is decided what survives a power cut. */
@NullMarked
package io.brownout.card;

import org.jspecify.annotations.NullMarked;
