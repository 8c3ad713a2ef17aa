/** Makes the frames and jobs of a task from what was uploaded. */
@NullMarked
package io.ocellus.worker.imports.tasks;

import org.jspecify.annotations.NullMarked;
