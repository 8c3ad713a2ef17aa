/** Projects, tasks, jobs, labels and frames: records, rules and their tables. */
@NullMarked
package io.ocellus.annotation.model;

import org.jspecify.annotations.NullMarked;
