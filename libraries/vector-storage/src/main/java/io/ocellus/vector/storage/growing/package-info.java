/** Rows in memory that are searched while they are appended. */
@NullMarked
package io.ocellus.vector.storage.growing;

import org.jspecify.annotations.NullMarked;
