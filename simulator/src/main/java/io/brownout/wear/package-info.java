/** What a card's journal costs its flash: whose bytes they were, what a flash translation layer makes of them, and how long the card lasts. Reads journals, changes nothing. */
@NullMarked
package io.brownout.wear;

import org.jspecify.annotations.NullMarked;
