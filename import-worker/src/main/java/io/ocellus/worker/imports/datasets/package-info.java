/** Reads annotations into tasks and jobs, and datasets into projects. */
@NullMarked
package io.ocellus.worker.imports.datasets;

import org.jspecify.annotations.NullMarked;
