/**
 * Pages, JUnit files and run.json, made from the events of a run; knows no board.
 *
 * <p>{@link io.brownout.reports.RunResult} folds the events; everything else is written from it. The pages are built as a tree of {@link io.brownout.reports.Element}s rather than from
 * templates: one small writer serves HTML, SVG and JUnit, and its output is escaped and well-formed by construction.
 */
@NullMarked
package io.brownout.reports;

import org.jspecify.annotations.NullMarked;
