/** Jobs: their endpoints and rules. */
@NullMarked
package io.ocellus.annotation.jobs;

import org.jspecify.annotations.NullMarked;
