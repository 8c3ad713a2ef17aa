/** Exact scans of all rows, one query or many at a time, and of the growing block. */
@NullMarked
package io.ocellus.vector.index.exact;

import org.jspecify.annotations.NullMarked;
