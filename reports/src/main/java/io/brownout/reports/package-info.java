/** Pages, JUnit files and run.json, made from the events of a run; knows no board. */
@NullMarked
package io.brownout.reports;

import org.jspecify.annotations.NullMarked;
